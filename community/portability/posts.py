"""Posts of an import: questions, answers, votes and acceptances as rows, in batches that are safe to repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from accounts.models import Company
from community.portability.members import MemberImporter, author_key
from community.portability.records import EXACT, AcceptanceRecord, AnswerRecord, QuestionRecord, VoteRecord
from community.questions.models import Acceptance, Answer, Episode, Post, Question, Tag, Topic
from community.questions.models.question import QuestionTag
from community.questions.models.topic import tag_slug
from community.questions.state import is_substantive
from community.text.cleaning import TextRefused, clean_text
from community.text.importing import html_to_markdown
from community.text.markdown import render_markdown

_TITLE_LENGTH = 300
_MOST_TAGS = 5
_SPAM = "Marked as spam at the source."
_DEFAULT_TOPIC = "General"


class PostImporter:
    """Writes posts of one source into one company. Every batch is one transaction, and a repeated batch changes nothing."""

    def __init__(self, company: Company, source: str) -> None:
        self.company = company
        self.source = source
        self.members = MemberImporter(company, source)
        self._topics = dict(Topic.objects.of(company).values_list("slug", "pk"))

    @transaction.atomic
    def write_questions(self, records: Sequence[QuestionRecord]) -> int:
        """Write the questions that are new, each with its first episode; return how many."""
        new = self._new(records, Post.Kind.QUESTION)
        if not new:
            return 0
        posts = self._write_posts(Post.Kind.QUESTION, new, lambda record: record.asked_at)
        tags = self._tags(new)
        questions = []
        for post, record in zip(posts, new, strict=True):
            title, rest = _title(record.title)
            if rest:
                # Nothing is lost: a title that is too long stands whole above the text.
                _set_text(post, f"{rest}\n\n{post.markdown}")
            questions.append(
                Question(
                    post=post,
                    company=self.company,
                    title=title,
                    topic_id=self._topic(record.topic),
                    tag_names=[tags[slug].name for slug in _tag_slugs(record)],
                    language=self._language(record.language),
                    asked_at=record.asked_at,
                    last_activity_at=record.asked_at,
                    me_too_count=record.me_toos,
                    is_locked=record.is_locked,
                )
            )
        Question.objects.bulk_create(questions)
        self._tag(questions, new, tags)
        Episode.objects.bulk_create(
            Episode(company=self.company, question=question, number=1, opened_at=question.asked_at)
            for question in questions
        )
        return len(new)

    @transaction.atomic
    def write_answers(self, records: Sequence[AnswerRecord]) -> tuple[int, int]:
        """Write the answers that are new; return how many, and how many had no question here."""
        new = self._new(records, Post.Kind.ANSWER)
        questions = self._pks(Post.Kind.QUESTION, {record.question for record in new})
        homeless = [record for record in new if record.question not in questions]
        new = [record for record in new if record.question in questions]
        askers = dict(Post.objects.filter(pk__in=questions.values()).values_list("pk", "author_id"))
        posts = self._write_posts(Post.Kind.ANSWER, new, lambda record: record.posted_at)
        answers = []
        for post, record in zip(posts, new, strict=True):
            question_id = questions[record.question]
            by_asker = askers[question_id] == post.author_id
            purpose = Answer.Purpose.NOT_ATTEMPT if by_asker else Answer.Purpose.ATTEMPT
            substantive = is_substantive(
                purpose=purpose,
                by_asker=by_asker,
                by_service=False,
                visible=post.is_visible,
                visible_chars=post.visible_chars,
            )
            answers.append(
                Answer(
                    post=post,
                    company=self.company,
                    question_id=question_id,
                    purpose=purpose,
                    is_substantive=substantive,
                )
            )
        Answer.objects.bulk_create(answers)
        return len(answers), len(homeless)

    @transaction.atomic
    def write_acceptances(self, records: Sequence[AcceptanceRecord]) -> int:
        """Write the acceptances of questions that have none; return how many. Only exact times are kept as such."""
        questions = self._pks(Post.Kind.QUESTION, {record.question for record in records})
        answers = self._pks(Post.Kind.ANSWER, {record.answer for record in records})
        rows = {
            answer.pk: answer
            for answer in Answer.objects.filter(pk__in=answers.values()).select_related("post", "question__post")
        }
        done = set(Acceptance.objects.filter(question__in=questions.values()).values_list("question_id", flat=True))
        made = []
        for record in records:
            answer = rows.get(answers.get(record.answer, 0))
            if answer is None or answer.question_id != questions.get(record.question) or answer.question_id in done:
                continue
            made.append(_acceptance(record, answer))
        Acceptance.objects.bulk_create(made)
        return len(made)

    @transaction.atomic
    def write_votes(self, records: Iterable[VoteRecord]) -> None:
        """Set the counters of the posts to the sums of the judgements; counting in the database keeps memory flat."""
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE imported_votes (source_id text, up int, down int) ON COMMIT DROP")
            copy = "COPY imported_votes (source_id, up, down) FROM STDIN"
            with cursor.copy(copy) as rows:
                for record in records:
                    rows.write_row((self._source_id(record.post), record.helpful, record.unhelpful))
            cursor.execute(
                """
                UPDATE questions_post p SET helpful_count = v.up, unhelpful_count = v.down
                FROM (SELECT source_id, sum(up) AS up, sum(down) AS down FROM imported_votes GROUP BY source_id) v
                WHERE p.company_id = %s AND p.source_id = v.source_id AND p.kind = 'answer'
                  AND (p.helpful_count, p.unhelpful_count) <> (v.up, v.down)
                  AND NOT EXISTS (SELECT 1 FROM questions_vote x WHERE x.post_id = p.id)
                """,
                [self.company.pk],
            )

    def _new(self, records: Sequence[Any], kind: str) -> list[Any]:
        known = self._pks(kind, {record.id for record in records})
        return list({record.id: record for record in records if record.id not in known}.values())

    def _pks(self, kind: str, idents: Iterable[str]) -> dict[str, int]:
        rows = Post.objects.filter(
            company=self.company, kind=kind, source_id__in=[self._source_id(ident) for ident in idents]
        )
        start = len(self._source_id(""))
        return {source_id[start:]: pk for source_id, pk in rows.values_list("source_id", "pk")}

    def _source_id(self, ident: str) -> str:
        return f"{self.source}:{ident}"[:60]

    def _write_posts(self, kind: str, records: Sequence[Any], written_at: Callable[[Any], datetime]) -> list[Post]:
        authors = self.members.find((record.author, record.author_name, written_at(record)) for record in records)
        posts = []
        for record in records:
            post = Post(
                company=self.company,
                kind=kind,
                author_id=authors[author_key(record.author, record.author_name)],
                created_at=written_at(record),
                edited_at=record.edited_at,
                source_id=self._source_id(record.id),
                visibility=Post.Visibility.HIDDEN if record.is_spam else Post.Visibility.VISIBLE,
                visibility_reason=_SPAM if record.is_spam else "",
            )
            _set_text(post, html_to_markdown(record.body))
            posts.append(post)
        return Post.objects.bulk_create(posts)

    def _topic(self, name: str) -> int:
        """Return the topic with this name, made when it is first met."""
        readable = (name.replace("-", " ").strip().capitalize() or _DEFAULT_TOPIC)[:60]
        slug = slugify(name or _DEFAULT_TOPIC)[:60] or slugify(_DEFAULT_TOPIC)
        if slug not in self._topics:
            topic, _made = Topic.objects.get_or_create(
                company=self.company, slug=slug, defaults={"name": readable, "position": len(self._topics)}
            )
            self._topics[slug] = topic.pk
        return self._topics[slug]

    def _language(self, wanted: str) -> str:
        return wanted if wanted in self.company.languages else self.company.default_language

    def _tags(self, records: Sequence[QuestionRecord]) -> dict[str, Tag]:
        names = {tag_slug(name): name[:40] for record in records for name in record.tags if tag_slug(name)}
        Tag.objects.bulk_create(
            [Tag(company=self.company, slug=slug, name=name) for slug, name in sorted(names.items())],
            ignore_conflicts=True,
        )
        return {tag.slug: tag for tag in Tag.objects.filter(company=self.company, slug__in=names)}

    def _tag(self, questions: Sequence[Question], records: Sequence[QuestionRecord], tags: Mapping[str, Tag]) -> None:
        QuestionTag.objects.bulk_create(
            QuestionTag(company=self.company, question=question, tag=tags[slug])
            for question, record in zip(questions, records, strict=True)
            for slug in _tag_slugs(record)
        )


def recount_tags(company: Company) -> None:
    """Set every tag's number of questions to what the rows say."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE questions_tag t SET question_count = c.n
            FROM (SELECT t2.id, count(qt.id) AS n FROM questions_tag t2
                  LEFT JOIN questions_questiontag qt ON qt.tag_id = t2.id WHERE t2.company_id = %s GROUP BY t2.id) c
            WHERE t.id = c.id AND t.question_count <> c.n
            """,
            [company.pk],
        )


def _tag_slugs(record: QuestionRecord) -> list[str]:
    slugs = dict.fromkeys(tag_slug(name) for name in record.tags)
    return [slug for slug in slugs if slug][:_MOST_TAGS]


def _title(text: str) -> tuple[str, str]:
    """Return a clean title of 1 to 300 characters, and the whole of it when it had to be cut."""
    try:
        title = clean_text(text, single_line=True).strip()
    except TextRefused:
        title = clean_text(text.replace("\0", "").encode("utf-8", "replace").decode(), single_line=True).strip()
    title = title or "(no title)"
    return (title, "") if len(title) <= _TITLE_LENGTH else (f"{title[: _TITLE_LENGTH - 1]}…", title)


def _set_text(post: Post, markdown: str) -> None:
    rendered = render_markdown(markdown, limits=None)
    post.markdown, post.html = markdown, rendered.html
    post.render_version, post.visible_chars = rendered.version, rendered.visible_chars


def _acceptance(record: AcceptanceRecord, answer: Answer) -> Acceptance:
    """Return the row; a time that is not exact is at least put after the answer."""
    posted_at = answer.post.created_at
    accepted_at = max(record.accepted_at, posted_at) if record.accepted_at else posted_at
    return Acceptance(
        company_id=answer.company_id,
        question_id=answer.question_id,
        answer=answer,
        accepted_by_id=answer.question.post.author_id if record.by_asker else None,
        basis=Acceptance.Basis.ASKER if record.by_asker else Acceptance.Basis.STAFF,
        accepted_at=accepted_at,
        time_quality=record.quality if record.quality != EXACT or record.accepted_at else EXACT,
    )
