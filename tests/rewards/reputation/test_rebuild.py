"""What is rebuilt from events is what was counted while they happened."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from threading import Event as Signal

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from community import clock
from community.events.followers import NotYet
from community.events.models import Event
from community.events.record import PastEvent, record_past
from community.questions.actions.vote import vote_on
from community.questions.events import AnswerAccepted, AnswerPosted, QuestionAsked
from rewards.reputation.actions.credit import credit_question
from rewards.reputation.actions.rebuild import rebuild_reputation
from rewards.reputation.locks import write_alone
from rewards.reputation.models import ReputationChange, Score
from tests import factories
from tests.races import race
from tests.rewards.reputation.histories import everything, live_through


def check_histories(cast, deliver_all, seeds, steps):
    factories.make_topic(cast.acme, "Other things")
    factories.ask(cast.alice)
    members = [cast.alice, cast.bob, *(factories.make_member(cast.acme) for _ in range(4))]
    moment = clock.now()
    for seed in seeds:
        moment = live_through(Random(seed), members, cast.mona, start=moment, steps=steps, deliver=deliver_all)
        before = everything()
        assert before["changes"]
        with clock.frozen_at(moment):
            for _ in range(2):
                rebuild_reputation(cast.acme)
                assert everything() == before


def test_a_random_history_gives_the_same_numbers(cast, deliver_all):
    check_histories(cast, deliver_all, [1], 60)


@pytest.mark.prove
def test_many_random_histories_give_the_same_numbers(cast, deliver_all):
    check_histories(cast, deliver_all, range(2, 12), 250)


def test_what_was_lost_comes_back(cast, deliver_all):
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    before = everything()
    Score.objects.all().delete()
    rebuild_reputation(cast.acme)
    assert everything() == before


def test_an_imported_past_counts(cast, reputation_of):
    """Receipts do not exist for it: only a rebuild can see it."""
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    Event.objects.in_stream(cast.acme.key, question.stream)
    who = {"company": cast.acme.key, "question": 999_999}
    happened = [
        QuestionAsked(**who, actor=cast.alice.key, topic=question.topic_id, language="en"),
        AnswerPosted(**who, actor=cast.bob.key, answer=found.pk, purpose="attempt", substantive=True, by_asker=False),
        AnswerAccepted(**who, actor="", answer=found.pk, answer_author=cast.bob.pk, basis="staff", episode=1),
    ]
    long_ago = clock.now() - timedelta(days=4000)
    with transaction.atomic():
        record_past([PastEvent(happened=each, occurred_at=long_ago) for each in happened], source="import")
    rebuild_reputation(cast.acme)
    assert reputation_of(cast.bob) == 15


def test_only_the_named_company_is_touched(cast):
    call_command("rebuild_reputation", "--company", "acme")
    with pytest.raises(CommandError, match="no company"):
        call_command("rebuild_reputation", "--company", "nobody")


def test_a_check_finds_what_differs_and_changes_nothing(cast, deliver_all, reputation_of, capsys):
    vote_on(voter=cast.mona, answer=factories.solve(factories.ask(cast.alice), cast.bob), value=1)
    with pytest.raises(SystemExit):
        call_command("rebuild_reputation", "--check")
    assert "judgements are still on their way" in capsys.readouterr().out
    deliver_all()
    call_command("rebuild_reputation", "--check")
    assert capsys.readouterr().out == "Nothing differs.\n"
    Score.objects.filter(member=cast.bob).update(total=7)
    with pytest.raises(SystemExit) as left:
        call_command("rebuild_reputation", "--company", "acme", "--check")
    assert left.value.code == 1 and reputation_of(cast.bob) == 7
    assert f"acme: member {cast.bob.pk}: 2 scores differ" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_follower_waits_while_everything_is_rebuilt(cast):
    found = factories.answer(cast.bob, factories.ask(cast.alice))
    vote_on(voter=cast.mona, answer=found, value=1)
    event = Event.objects.get(type="vote.cast")
    inside, tried = Signal(), Signal()

    def act(number: int) -> str:
        if number == 0:
            with transaction.atomic():
                write_alone(cast.acme.pk)
                inside.set()
                tried.wait(20)
            return "rebuilt"
        inside.wait(20)
        try:
            credit_question(event=event)
        except NotYet:
            return "waits"
        finally:
            tried.set()
        return "wrote"

    assert race(2, act) == {"rebuilt": 1, "waits": 1}


@pytest.mark.django_db(transaction=True)
def test_simultaneous_votes_on_several_answers_are_all_counted(cast, deliver_all):
    """Each question is credited by a worker of its own; the helper's sum loses nothing."""
    voters = [factories.make_member(cast.acme) for _ in range(6)]
    answers = [factories.answer(cast.bob, factories.ask(cast.alice)) for _ in range(6)]
    for voter, found in zip(voters, answers, strict=True):
        vote_on(voter=voter, answer=found, value=1)
    events = list(Event.objects.filter(type="vote.cast"))
    race(6, lambda number: credit_question(event=events[number]))
    assert Score.objects.get(member=cast.bob).total == 60
    assert ReputationChange.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_beside_followers_counts_nothing_twice(cast, deliver_all):
    answers = [factories.solve(factories.ask(cast.alice), cast.bob) for _ in range(4)]
    for found in answers:
        vote_on(voter=cast.mona, answer=found, value=1)
    race(3, lambda number: rebuild_reputation(cast.acme) if number == 0 else deliver_all())
    with clock.moved(timedelta(seconds=5)):
        deliver_all()
    assert Score.objects.get(member=cast.bob).total == 100
