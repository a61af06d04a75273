"""What people at the source thought of answers: acceptances and votes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from accounts.models import Company
from community.portability.history import touched_here
from community.portability.keys import PostKeys
from community.portability.records import DAY, EXACT, UNKNOWN, AcceptanceRecord, AcceptedDay, VoteRecord
from community.questions.locks import lock_questions
from community.questions.models import Acceptance, Answer, Post

# Votes of members of ours come on top, so that repeating an import takes none away.
_COUNT_VOTES = """
    UPDATE questions_post p SET helpful_count = v.up, unhelpful_count = v.down
    FROM (
        SELECT post.id,
               sum(i.up) + (SELECT count(*) FROM questions_vote o WHERE o.post_id = post.id AND o.value = 1) AS up,
               sum(i.down) + (SELECT count(*) FROM questions_vote o WHERE o.post_id = post.id AND o.value = -1) AS down
        FROM imported_votes i JOIN questions_post post
            ON post.company_id = %s AND post.kind = 'answer' AND post.source_id = i.source_id
        GROUP BY post.id
    ) v
    WHERE p.id = v.id AND (p.helpful_count, p.unhelpful_count) <> (v.up, v.down)
"""


class JudgementImporter:
    """Writes judgements on posts of one source in one company; repeating it changes nothing."""

    def __init__(self, company: Company, keys: PostKeys) -> None:
        self.company = company
        self.keys = keys

    @transaction.atomic
    def write_acceptances(self, records: Sequence[AcceptanceRecord]) -> int:
        """Write the acceptances of questions that never had one here; return how many. Locks the questions.

        Questions on which something has happened here since, and hidden answers, get none.
        """
        questions = self.keys.find(Post.Kind.QUESTION, {record.question for record in records})
        lock_questions(questions.values())
        answers = self.keys.find(Post.Kind.ANSWER, {record.answer for record in records})
        visible = Answer.objects.visible().filter(pk__in=answers.values())
        rows = {answer.pk: answer for answer in visible.select_related("post", "question__post")}
        decided = set(Acceptance.objects.filter(question__in=questions.values()).values_list("question_id", flat=True))
        decided |= touched_here(self.company, questions.values())
        made = []
        for record in records:
            answer = rows.get(answers.get(record.answer, 0))
            if answer is None or answer.question_id != questions.get(record.question) or answer.question_id in decided:
                continue
            decided.add(answer.question_id)
            made.append(_acceptance(record, answer))
        return len(Acceptance.objects.bulk_create(made))

    @transaction.atomic
    def date_acceptances(self, records: Sequence[AcceptedDay]) -> None:
        """Put the days on acceptances of which no time is known."""
        days = {record.answer: record.day for record in records}
        answers = {pk: days[ident] for ident, pk in self.keys.find(Post.Kind.ANSWER, days).items()}
        undated = Acceptance.objects.filter(answer__in=answers, time_quality=UNKNOWN, revoked_at__isnull=True)
        rows = list(undated.select_related("answer__post", "question"))
        for row in rows:
            row.accepted_at = max(answers[row.answer_id], row.answer.post.created_at, row.question.asked_at)
            row.time_quality = DAY
        Acceptance.objects.bulk_update(rows, ["accepted_at", "time_quality"])

    @transaction.atomic
    def write_votes(self, records: Iterable[VoteRecord]) -> None:
        """Set the counters of the answers to the sums of the judgements; counting in the database keeps memory flat."""
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE imported_votes (source_id text, up int, down int)")
            with cursor.copy("COPY imported_votes (source_id, up, down) FROM STDIN") as rows:
                for record in records:
                    rows.write_row((self.keys.of(record.post), record.helpful, record.unhelpful))
            cursor.execute(_COUNT_VOTES, [self.company.pk])
            cursor.execute("DROP TABLE imported_votes")


def _acceptance(record: AcceptanceRecord, answer: Answer) -> Acceptance:
    """Return the row. A time that is unknown, or cannot be, is that of the answer and marked as unknown."""
    earliest = max(answer.post.created_at, answer.question.asked_at)
    moment = record.accepted_at
    exact = moment if moment is not None and moment >= earliest else None
    return Acceptance(
        company_id=answer.company_id,
        question_id=answer.question_id,
        answer=answer,
        accepted_by_id=answer.question.post.author_id if record.by_asker else None,
        basis=Acceptance.Basis.ASKER if record.by_asker else Acceptance.Basis.STAFF,
        accepted_at=exact or earliest,
        time_quality=EXACT if exact else UNKNOWN,
    )
