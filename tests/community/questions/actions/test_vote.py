"""Judging answers."""

from __future__ import annotations

import pytest

from community.events.models import Event
from community.questions.actions.vote import vote_on, withdraw_vote
from community.questions.models import Post, Vote
from tests import factories


@pytest.fixture
def found(cast):
    return factories.answer(cast.bob, factories.ask(cast.alice))


def counts(post_id: int) -> tuple[int, int]:
    post = Post.objects.get(pk=post_id)
    return post.helpful_count, post.unhelpful_count


def told() -> list[tuple[str, int, int]]:
    events = Event.objects.of_types("vote.cast", "vote.withdrawn").order_by("pk")
    return [(event.type, event.payload["before"], event.payload.get("value", 0)) for event in events]


def test_a_vote_is_counted_once_however_often_it_is_sent(cast, found):
    for _click in range(3):
        assert vote_on(voter=cast.alice, answer=found, value=1).helpful_count == 1
    assert (counts(found.pk), told()) == ((1, 0), [("vote.cast", 0, 1)])


def test_a_changed_mind_moves_both_counters(cast, found):
    vote_on(voter=cast.alice, answer=found, value=1)
    post = vote_on(voter=cast.alice, answer=found, value=-1)
    assert (post.helpful_count, post.unhelpful_count) == counts(found.pk) == (0, 1)
    assert told() == [("vote.cast", 0, 1), ("vote.cast", 1, -1)]


def test_a_vote_can_be_taken_back_once(cast, found):
    vote_on(voter=cast.alice, answer=found, value=-1)
    for _click in range(2):
        withdraw_vote(voter=cast.alice, answer=found)
    assert (counts(found.pk), Vote.objects.count()) == ((0, 0), 0)
    assert told() == [("vote.cast", 0, -1), ("vote.withdrawn", -1, 0)]


def test_the_rank_follows_the_votes(cast, found):
    before = Post.objects.get(pk=found.pk).rank
    vote_on(voter=cast.alice, answer=found, value=1)
    assert Post.objects.get(pk=found.pk).rank > before == 0.5
