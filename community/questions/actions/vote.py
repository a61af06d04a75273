"""Judging an answer."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F

from accounts.models import Membership
from community import clock
from community.events.record import record
from community.questions.events import VoteCast, VoteWithdrawn
from community.questions.locks import lock_answer
from community.questions.models import Answer, Post, Vote
from community.questions.policies import check_can_vote

# One statement, so that no second vote fits between looking and writing; it returns the value before, if any.
_UPSERT = """
    WITH before AS (
        SELECT value FROM questions_vote
        WHERE company_id = %(company)s AND post_id = %(post)s AND voter_id = %(voter)s
    )
    INSERT INTO questions_vote (company_id, post_id, voter_id, value, created_at)
    VALUES (%(company)s, %(post)s, %(voter)s, %(value)s, %(now)s)
    ON CONFLICT (company_id, post_id, voter_id) DO UPDATE SET value = excluded.value, created_at = excluded.created_at
        WHERE questions_vote.value <> excluded.value
    RETURNING (SELECT value FROM before)
"""


@transaction.atomic
def vote_on(*, voter: Membership, answer: Answer, value: int) -> Post:
    """Make the voter's judgement on the answer +1 or -1, whatever it was; the same again changes nothing.

    Counters move in the same transaction. Records VoteCast when something changed. Locks the answer's post.
    Raises NotAllowed, ValueError for any other value.
    """
    if value not in {Vote.HELPFUL, Vote.UNHELPFUL}:
        raise ValueError("A vote is 1 or -1.")
    answer = lock_answer(answer.pk)
    check_can_vote(voter, answer)
    post = answer.post
    with connection.cursor() as cursor:
        cursor.execute(
            _UPSERT,
            {"company": post.company_id, "post": post.pk, "voter": voter.pk, "value": value, "now": clock.now()},
        )
        row = cursor.fetchone()
    if row is None:
        return post
    before = row[0] or 0
    _count(post, before=before, after=value)
    record(
        VoteCast(
            company=str(post.company_id),
            actor=voter.key,
            question=answer.question_id,
            post=post.pk,
            value=value,
            before=before,
        )
    )
    return post


@transaction.atomic
def withdraw_vote(*, voter: Membership, answer: Answer) -> Post:
    """Take the voter's judgement back; does nothing when there is none. Records VoteWithdrawn. Locks the answer's post."""
    answer = lock_answer(answer.pk)
    check_can_vote(voter, answer)
    post = answer.post
    vote = Vote.objects.filter(company_id=post.company_id, post=post, voter=voter).first()
    if vote is None:
        return post
    vote.delete()
    _count(post, before=vote.value, after=0)
    record(
        VoteWithdrawn(
            company=str(post.company_id),
            actor=voter.key,
            question=answer.question_id,
            post=post.pk,
            before=vote.value,
        )
    )
    return post


def _count(post: Post, *, before: int, after: int) -> None:
    helpful = (after == Vote.HELPFUL) - (before == Vote.HELPFUL)
    unhelpful = (after == Vote.UNHELPFUL) - (before == Vote.UNHELPFUL)
    Post.objects.filter(pk=post.pk).update(
        helpful_count=F("helpful_count") + helpful, unhelpful_count=F("unhelpful_count") + unhelpful
    )
    post.helpful_count += helpful
    post.unhelpful_count += unhelpful
