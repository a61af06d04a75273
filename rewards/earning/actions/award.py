"""Turning what happened to questions into deeds, and having them decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Membership
from community.questions.models import Acceptance, Answer, Post, Question, Vote
from rewards.earning.actions.decide import decide_earning
from rewards.earning.deeds import Deed
from rewards.earning.models import Earning
from rewards.earning.models.price_list import MOST_FIRST_ANSWERS
from rewards.earning.pricing import ACCEPTED, FIRST_ANSWER, HELPFUL_VOTE, MAKE_GOOD, REUSE


def award_acceptance(
    *, answer: Answer, accepted_by: Membership | None, basis: str, source: str, occurred_at: datetime, is_live: bool
) -> Earning | None:
    """Decide what an accepted answer earns its author. The question has one standing award, however often it is solved."""
    return decide_earning(
        Deed(
            act=ACCEPTED,
            **_about(answer),
            by=accepted_by,
            basis=basis,
            source=source,
            subject=acceptance_subject(answer.question_id),
            occurred_at=occurred_at,
            is_live=is_live,
        )
    )


def award_vote(
    *, answer: Answer, voter: Membership | None, source: str, occurred_at: datetime, is_live: bool
) -> Earning | None:
    """Decide what a helpful vote earns the answer's author."""
    return decide_earning(
        Deed(
            act=HELPFUL_VOTE,
            **_about(answer),
            by=voter,
            source=source,
            subject=vote_subject(answer.pk, voter.pk if voter else 0),
            occurred_at=occurred_at,
            is_live=is_live,
        )
    )


def award_first_answer(*, answer: Answer, source: str, is_live: bool) -> Earning | None:
    """Decide what a substantive answer earns a new helper; None for others, about whose answers nothing is decided.

    None also while the answer or its question is not shown.
    """
    if not answer.is_substantive or not _is_shown(answer):
        return None
    earlier = Answer.objects.substantive().filter(
        company=answer.company_id, post__author=answer.post.author_id, pk__lt=answer.pk
    )
    count = earlier[: MOST_FIRST_ANSWERS + 1].count()
    if count >= MOST_FIRST_ANSWERS:
        return None
    return decide_earning(
        Deed(
            act=FIRST_ANSWER,
            **_about(answer),
            source=source,
            subject=answer_subject(answer.pk),
            occurred_at=answer.post.created_at,
            is_live=is_live,
            earlier_answers=count,
        )
    )


def credit_reuse(
    *, answer: Answer, member: Membership, source: str, occurred_at: datetime, is_live: bool = True
) -> Earning | None:
    """Decide what it earns an answer's author that the answer solved the problem of one more member, who says so.

    A person credits an answer once in 90 days. What it pays halves after every ten.
    """
    return decide_earning(
        Deed(
            act=REUSE,
            **_about(answer),
            by=member,
            source=source,
            subject=f"reuse:{source}",
            occurred_at=occurred_at,
            is_live=is_live,
        )
    )


def make_good(*, question: Question, source: str, occurred_at: datetime, is_live: bool = True) -> Earning | None:
    """Decide what the asker gets for a promise that was broken on the question: once per question."""
    return decide_earning(
        Deed(
            act=MAKE_GOOD,
            member=question.post.author,
            question_id=question.pk,
            asker_id=question.post.author_id,
            source=source,
            subject=f"promise:{question.pk}",
            occurred_at=occurred_at,
            is_live=is_live,
        )
    )


@transaction.atomic
def award_again(*, earning: Earning, source: str, is_live: bool) -> Earning | None:
    """Decide an award again that ended because its text was hidden, where what earned it still holds.

    It gets a new decision under the prices, the month and the pot of today.
    """
    answer = earning.answer
    if answer is None or not _still_holds(earning, answer):
        return None
    return decide_earning(
        Deed(
            act=earning.act,
            **_about(answer),
            by=earning.by,
            basis=earning.facts["basis"],
            source=f"{source}:{earning.subject}",
            subject=earning.subject,
            occurred_at=earning.occurred_at,
            is_live=is_live,
        )
    )


def acceptance_subject(question_id: int) -> str:
    """Return what an acceptance's award belongs to."""
    return f"question:{question_id}"


def vote_subject(answer_id: int, voter_id: int) -> str:
    """Return what a vote's award belongs to."""
    return f"vote:{answer_id}:{voter_id}"


def answer_subject(answer_id: int) -> str:
    """Return what a first answer's award belongs to."""
    return f"answer:{answer_id}"


def _about(answer: Answer) -> dict[str, Any]:
    return {
        "member": answer.post.author,
        "question_id": answer.question_id,
        "answer_id": answer.pk,
        "asker_id": answer.question.post.author_id,
    }


def _is_shown(answer: Answer) -> bool:
    posts = (answer.post, answer.question.post)
    return all(post.visibility == Post.Visibility.VISIBLE for post in posts)


def _still_holds(earning: Earning, answer: Answer) -> bool:
    if not _is_shown(answer):
        return False
    if earning.act == ACCEPTED:
        return Acceptance.objects.filter(answer=answer, revoked_at__isnull=True).exists()
    if earning.act == HELPFUL_VOTE:
        return Vote.objects.filter(post=answer.pk, voter=earning.by_id, value=Vote.HELPFUL).exists()
    return earning.act == REUSE
