"""Reputation follows what people do, once, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from community import clock
from community.questions.actions.accept import withdraw_acceptance
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.topics import set_archived
from community.questions.actions.vote import vote_on, withdraw_vote
from rewards.reputation.actions.credit import credit_question
from rewards.reputation.models import DayScore, ReputationChange, Score
from tests import factories


def voted(cast, times: int):
    """Let Bob's answers be found helpful so many times, each by one member."""
    voters = [factories.make_member(cast.acme) for _ in range(times)]
    found = factories.answer(cast.bob, factories.ask(cast.alice))
    for voter in voters:
        vote_on(voter=voter, answer=found, value=1)
    return found


def test_a_vote_and_an_acceptance_add_up(cast, deliver_all, reputation_of):
    found = factories.solve(factories.ask(cast.alice), cast.bob)
    vote_on(voter=cast.mona, answer=found, value=1)
    deliver_all()
    assert (reputation_of(cast.bob), reputation_of(cast.alice)) == (25, 2)
    score = Score.objects.get(member=cast.bob)
    assert (score.solved, score.helpful, score.unhelpful, score.helped) == (1, 1, 0, 25)


def test_taking_back_brings_everybody_to_where_they_were(cast, deliver_all, reputation_of):
    question = factories.ask(cast.alice)
    found = factories.solve(question, cast.bob)
    vote_on(voter=cast.mona, answer=found, value=1)
    deliver_all()
    withdraw_vote(voter=cast.mona, answer=found)
    withdraw_acceptance(member=cast.alice, question=question)
    deliver_all()
    assert (reputation_of(cast.bob), reputation_of(cast.alice)) == (0, 0)
    assert ReputationChange.objects.count() == 6
    assert Score.objects.get(member=cast.bob).solved == 0


def test_a_hidden_answer_counts_nothing_until_it_is_shown_again(cast, deliver_all, reputation_of):
    found = factories.solve(factories.ask(cast.alice), cast.bob)
    vote_on(voter=cast.mona, answer=found, value=1)
    hide_post(moderator=cast.mona, post=found.post, reason="An advertisement")
    deliver_all()
    assert reputation_of(cast.bob) == 0
    restore_post(moderator=cast.mona, post=found.post)
    deliver_all()
    assert reputation_of(cast.bob) == 10


def test_credit_survives_the_archiving_of_a_topic_and_the_hiding_of_the_question(cast, deliver_all, reputation_of):
    question = factories.ask(cast.alice)
    factories.solve(question, cast.bob)
    set_archived(admin=cast.ada, topic=question.topic, archived=True)
    hide_post(moderator=cast.mona, post=question.post, reason="An advertisement")
    deliver_all()
    assert reputation_of(cast.bob) == 15


def test_votes_bring_two_hundred_a_day_at_most_and_acceptances_come_on_top(cast, deliver_all, reputation_of):
    voted(cast, 21)
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    assert reputation_of(cast.bob) == 215


def test_a_vote_above_the_limit_that_is_taken_back_costs_nothing(cast, deliver_all, reputation_of):
    found = voted(cast, 21)
    deliver_all()
    withdraw_vote(voter=found.post.votes.first().voter, answer=found)
    deliver_all()
    assert reputation_of(cast.bob) == 200


def test_a_new_day_has_a_limit_of_its_own(cast, deliver_all, reputation_of):
    voted(cast, 20)
    with clock.moved(timedelta(days=1)):
        voted(cast, 1)
        deliver_all()
    assert reputation_of(cast.bob) == 210


def test_each_topic_has_its_own_sums(cast, deliver_all):
    topic = factories.make_topic(cast.acme, "Roaming")
    factories.solve(factories.ask(cast.alice, topic=topic), cast.bob)
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    sums = DayScore.objects.filter(member=cast.bob).order_by("-helped").values_list("topic__name", "helped")
    assert sorted(sums, key=str) == [("General", 15), ("Roaming", 15), (None, 30)]


def test_applying_an_event_twice_changes_nothing(cast, deliver_all, reputation_of):
    voted(cast, 1)
    deliver_all()
    change = ReputationChange.objects.select_related("event").get()
    assert credit_question(event=change.event) == []
    assert reputation_of(cast.bob) == 10


def test_one_event_cannot_change_somebody_twice_for_one_cause(cast, deliver_all):
    voted(cast, 1)
    deliver_all()
    change = ReputationChange.objects.get()
    change.pk = None
    with pytest.raises(IntegrityError, match="reputation_changed_once_by_an_event"):
        change.save(force_insert=True)


def test_nothing_is_taken_back_twice(cast, deliver_all):
    found = voted(cast, 1)
    withdraw_vote(voter=found.post.votes.first().voter, answer=found)
    deliver_all()
    reversal = ReputationChange.objects.get(reverses__isnull=False)
    reversal.pk, reversal.judgement = None, reversal.event
    with pytest.raises(IntegrityError, match="reverses"):
        reversal.save(force_insert=True)


@pytest.mark.parametrize(
    ("what", "constraint"),
    [({"points": 0}, "reputation_change_is_not_nothing"), ({"cause": "luck"}, "reputation_cause_known")],
)
def test_nonsense_is_not_stored(cast, deliver_all, what, constraint):
    found = voted(cast, 1)
    deliver_all()
    change = ReputationChange.objects.get()
    change.pk, change.member = None, found.question.post.author
    for name, value in what.items():
        setattr(change, name, value)
    with pytest.raises(IntegrityError, match=constraint):
        change.save(force_insert=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reputation_reputationchange SET points = 1000",
        "DELETE FROM reputation_reputationchange",
        "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL peerdesk.may_truncate = 'off'; TRUNCATE reputation_reputationchange",
    ],
)
def test_changes_stay_as_they_are(cast, deliver_all, statement):
    voted(cast, 1)
    deliver_all()
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)


def test_a_day_has_one_score(cast, deliver_all):
    voted(cast, 1)
    deliver_all()
    score = DayScore.objects.get(topic__isnull=True)
    score.pk = None
    with pytest.raises(IntegrityError, match="one_score_for_a_day_and_topic"):
        score.save(force_insert=True)
