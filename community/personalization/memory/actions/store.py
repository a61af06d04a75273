"""Writing what changed in a memory, so that it can be read back to the bit."""

from __future__ import annotations

from collections.abc import Collection

from community import clock
from community.personalization.memory.folding import Changes, Memory, packed
from community.personalization.memory.models import Count, Helper, Learned, LearnedAnswer, LearnedQuestion

_ROWS = 1000


def store_changes(memory: Memory, company_id: int) -> None:
    """Write all rows that changed, at the memory's position, in the caller's transaction; then nothing has changed.

    What the memory holds of how everybody stood is not touched: see store_standings.
    """
    changes, memory.changes = memory.changes, Changes()
    _store_questions(company_id, changes)
    _store_answers(company_id, changes)
    _store_people(memory, company_id, changes)
    learner = memory.learner
    values = {
        "position": memory.position,
        "asked": learner.count,
        "labelled": memory.labelled,
        "weights": learner.model.weights.tolist(),
        "squares": learner.model.squares.tolist(),
        "leads": learner.gate.leads,
        "begun": learner.state.profiles.begun,
        "learned_at": clock.now(),
        "era": memory.era,
    }
    Learned.objects.update_or_create(company_id=company_id, defaults=values)


def store_standings(memory: Memory, company_id: int, questions: Collection[int]) -> None:
    """Write how everybody stood at these questions, as far as they teach, and drop what teaches no more."""
    standings = memory.learner.standings
    teaching = [question for question in questions if question in standings]
    rows = list(LearnedQuestion.objects.filter(company=company_id, question__in=teaching).only("pk", "question"))
    for row in rows:
        row.standing = packed(standings[row.question_id][1])
    LearnedQuestion.objects.bulk_update(rows, ["standing"], batch_size=100)
    past = LearnedQuestion.objects.filter(
        company=company_id, number__lt=memory.learner.teaches_from, standing__isnull=False
    )
    past.update(standing=None)


def _store_questions(company_id: int, changes: Changes) -> None:
    LearnedQuestion.objects.bulk_create(
        (
            LearnedQuestion(
                company_id=company_id,
                question_id=new.asked.question,
                position=new.position,
                number=new.number,
                moment=new.asked.moment,
                language=new.asked.language,
                topic=new.asked.topic,
                words=new.words,
                weights=new.weights,
            )
            for new in changes.questions
        ),
        batch_size=_ROWS,
    )


def _store_answers(company_id: int, changes: Changes) -> None:
    questions = {each[0] for each in changes.answers} | {each[0] for each in changes.accepted}
    rows = dict(
        LearnedQuestion.objects.filter(company=company_id, question__in=questions).values_list("question", "pk")
    )
    accepted = {(question, member): position for question, member, position in changes.accepted}
    LearnedAnswer.objects.bulk_create(
        (
            LearnedAnswer(
                company_id=company_id,
                member_id=member,
                question_id=rows[question],
                position=position,
                moment=moment,
                accepted=accepted.pop((question, member), None),
            )
            for question, member, position, moment in changes.answers
        ),
        batch_size=_ROWS,
    )
    for (question, member), position in accepted.items():
        LearnedAnswer.objects.filter(question=rows[question], member=member).update(accepted=position)


def _store_people(memory: Memory, company_id: int, changes: Changes) -> None:
    state, version = memory.learner.state, memory.position
    helpers = []
    for member in changes.helpers:
        person = state.people[str(member)]
        hours, moment = state.hours.kept(person)
        helpers.append(
            Helper(
                company_id=company_id,
                member_id=member,
                position=memory.begun[member],
                version=version,
                last_answer=float(state.last_answer[person]),
                hours=hours,
                moment=moment,
            )
        )
    Helper.objects.bulk_create(
        helpers,
        update_conflicts=True,
        unique_fields=["member"],
        update_fields=["version", "last_answer", "hours", "moment"],
        batch_size=_ROWS,
    )
    counts = []
    for member, about, key in changes.counts:
        kept = [counter.kept(state.people[str(member)]) for counter in state.counters_of(about, key)]
        counts.append(
            Count(
                company_id=company_id,
                member_id=member,
                about=about,
                key=key,
                values=[value for value, _moment in kept],
                moment=kept[0][1],
                version=version,
            )
        )
    Count.objects.bulk_create(
        counts,
        update_conflicts=True,
        unique_fields=["company", "member", "about", "key"],
        update_fields=["values", "moment", "version"],
        batch_size=_ROWS,
    )
