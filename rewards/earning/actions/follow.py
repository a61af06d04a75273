"""What follows for points from what happened to a question. Each is part of the receipt's transaction."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from accounts.models import Membership
from accounts.reader import Reader
from community.events.models import Event
from community.questions.models import Answer, Post, Question
from community.search.queries import similar_questions
from rewards.earning.actions.award import (
    acceptance_subject,
    answer_subject,
    award_acceptance,
    award_again,
    award_first_answer,
    award_vote,
    credit_reuse,
    make_good,
    vote_subject,
)
from rewards.earning.actions.hold import void_earning
from rewards.earning.models import Earning
from rewards.earning.models.earning import EarningQuerySet
from rewards.earning.pricing import ACCEPTED, FIRST_ANSWER, HELPFUL_VOTE, REUSE

# Whoever asks the same within this time was not helped.
ASKED_ANYWAY = timedelta(hours=72)


def follow_acceptance(event: Event) -> None:
    """Award the author of an accepted answer."""
    award_acceptance(
        answer=_answer(event.payload["answer"]),
        accepted_by=_actor(event),
        basis=event.payload["basis"],
        source=_source(event),
        occurred_at=event.occurred_at,
        is_live=event.is_live,
    )


def follow_withdrawal(event: Event) -> None:
    """Take the award of an acceptance back, if it is for the answer that lost it."""
    _end(
        Earning.objects.filter(
            company=int(event.company),
            act=ACCEPTED,
            subject=acceptance_subject(event.payload["question"]),
            answer=event.payload["answer"],
        ),
        "acceptance_withdrawn",
    )


def follow_vote(event: Event) -> None:
    """Award a helpful vote; take the award back when the vote becomes another one or none."""
    if event.payload.get("value", 0) > 0:
        award_vote(
            answer=_answer(event.payload["post"]),
            voter=_actor(event),
            source=_source(event),
            occurred_at=event.occurred_at,
            is_live=event.is_live,
        )
        return
    subject = vote_subject(event.payload["post"], int(event.actor or 0))
    _end(Earning.objects.filter(company=int(event.company), act=HELPFUL_VOTE, subject=subject), "vote_withdrawn")


def follow_answer(event: Event) -> None:
    """Award one of a new helper's first answers; take it back when an edit makes it a note."""
    answer = _answer(event.payload["answer"])
    decided = Earning.objects.filter(company=int(event.company), act=FIRST_ANSWER, subject=answer_subject(answer.pk))
    if not event.payload["substantive"]:
        _end(decided, "not_substantive")
    elif event.type == "answer.posted" or not decided.exclude(ended_reason="not_substantive").exists():
        award_first_answer(answer=answer, source=_source(event), is_live=event.is_live)


def follow_hiding(event: Event) -> None:
    """Take back what a hidden answer earned, and what is not yet vested of the answers to a hidden question.

    A helper cannot know that a question will be hidden one day: what has vested by then stays.
    """
    post = event.payload["post"]
    rows = Earning.objects.filter(company=int(event.company))
    if event.payload["kind"] == Post.Kind.ANSWER:
        _end(rows.filter(answer=post), "hidden")
    elif event.payload["kind"] == Post.Kind.QUESTION:
        _end(rows.filter(question=post).exclude(state=Earning.State.VESTED), "hidden")


def follow_restoring(event: Event) -> None:
    """Decide again what ended because the post was hidden, and for the first time what had been held back.

    Nothing is decided of texts that are still hidden, nor of what ended for another reason since.
    """
    post, kind = event.payload["post"], event.payload["kind"]
    if kind not in {Post.Kind.ANSWER, Post.Kind.QUESTION}:
        return
    is_answer = kind == Post.Kind.ANSWER
    rows = Earning.objects.filter(company=int(event.company), **{"answer" if is_answer else "question": post})
    rows = rows.exclude(facts__barred="stands_already").select_related("by", *_NEEDED_OF_EARNING).order_by("sequence")
    latest = {(row.subject, row.member_id): row for row in rows}
    for earning in latest.values():
        if earning.ended_reason == "hidden":
            award_again(earning=earning, source=_source(event), is_live=event.is_live)
    for answer in _answers().filter(**{"pk" if is_answer else "question": post}).order_by("pk"):
        decided = latest.get((answer_subject(answer.pk), answer.post.author_id))
        if decided is None or decided.ended_reason == "hidden":
            source = f"{_source(event)}:{answer_subject(answer.pk)}"
            award_first_answer(answer=answer, source=source, is_live=event.is_live)


def follow_reuse(event: Event) -> None:
    """Credit the author of an answer that solved it for somebody else."""
    member = _actor(event)
    if member is None:
        return
    credit_reuse(
        answer=_answer(event.payload["answer"]),
        member=member,
        source=_source(event),
        occurred_at=event.occurred_at,
        is_live=event.is_live,
    )


def follow_question(event: Event) -> None:
    """Take back the credits of somebody who soon asks the same question after all."""
    question = Question.objects.select_related("post__author", "company").get(pk=event.payload["question"])
    asker = question.post.author
    credits = Earning.objects.of(question.company).standing().filter(act=REUSE, by=asker)
    credits = credits.filter(occurred_at__gt=event.occurred_at - ASKED_ANYWAY, occurred_at__lte=event.occurred_at)
    if not credits.exists():
        return
    same = similar_questions(Reader(company=question.company, member=asker), question.title)
    _end(credits.filter(question__in=[each.pk for each in same if each.pk != question.pk]), "asked_anyway")


def follow_broken_promise(event: Event) -> None:
    """Make good what was promised to the asker."""
    question = Question.objects.select_related("post__author").get(pk=event.payload["question"])
    make_good(question=question, source=_source(event), occurred_at=event.occurred_at, is_live=event.is_live)


_NEEDED_OF_EARNING = ("answer__post__author__company", "answer__question__post")


def _answers() -> QuerySet[Answer]:
    return Answer.objects.select_related("post__author__company", "post__author__person", "question__post")


def _answer(pk: int) -> Answer:
    return _answers().get(pk=pk)


def _actor(event: Event) -> Membership | None:
    return (
        Membership.objects.filter(company_id=int(event.company), pk=int(event.actor)).first() if event.actor else None
    )


def _source(event: Event) -> str:
    return f"event:{event.pk}"


def _end(earnings: EarningQuerySet, reason: str) -> None:
    for earning in earnings.standing().order_by("sequence"):
        void_earning(earning, reason=reason)
