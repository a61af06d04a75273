"""What is rebuilt from events is what was written while they happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command

from community import clock
from community.insights.clocks import derived
from community.insights.clocks.actions.check import differences
from community.insights.clocks.actions.rebuild import rebuild_insights
from community.insights.clocks.actions.roll_up import roll_up_marked
from community.insights.clocks.models import Clock, Cohort
from tests import factories
from tests.community.insights.clocks.histories import everything, live_through

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def check_histories(cast, deliver_all, seeds, steps):
    factories.make_topic(cast.acme, "Other things")
    moment = START
    with clock.frozen_at(moment):
        factories.ask(cast.alice)
    members = [cast.alice, cast.bob, factories.make_member(cast.acme), cast.mona]
    for seed in seeds:
        moment = live_through(Random(seed), members, cast.ada, start=moment, steps=steps, deliver=deliver_all)
        with clock.frozen_at(moment):
            roll_up_marked(cast.acme)
            before = everything()
            assert list(differences(cast.acme)) == []
            for _ in range(2):
                rebuild_insights(cast.acme)
                assert everything() == before
    assert Clock.objects.filter(episode__gt=1).exists()


def test_a_random_history_gives_the_same_rows(cast, deliver_all):
    check_histories(cast, deliver_all, [1], 100)


@pytest.mark.prove
def test_many_random_histories_give_the_same_rows(cast, deliver_all):
    check_histories(cast, deliver_all, range(3, 15), 250)


@pytest.fixture
def solved(cast, deliver_all):
    with clock.frozen_at(START):
        question = factories.ask(cast.alice)
    with clock.frozen_at(START + timedelta(minutes=5)):
        factories.solve(question, cast.bob)
        deliver_all()
        roll_up_marked(cast.acme)
    return question


def test_what_was_lost_comes_back(cast, solved):
    before = everything()
    Clock.objects.all().delete()
    Cohort.objects.all().delete()
    rebuild_insights(cast.acme)
    assert everything() == before


def test_another_companys_clocks_stay(cast, solved):
    rebuild_insights(cast.bolt)
    assert Clock.objects.of(cast.acme).count() == 1


def test_a_check_says_what_differs_and_changes_nothing(cast, solved):
    Clock.objects.update(first_answer_at=START + timedelta(minutes=1))
    before = everything()
    said = list(differences(cast.acme))
    assert everything() == before
    assert f"question {solved.pk}, episode 1: first_answer_at is 2026-03-02T12:01:00+00:00" in said[0]
    assert said[1:] == ["first_answer of 2026-03-02: the cohorts are not what the clocks add up to"]


def test_a_check_finds_a_missing_clock_and_one_too_many(cast, solved):
    Clock.objects.update(episode=2)
    clocks = [sentence for sentence in differences(cast.acme) if "episode" in sentence]
    assert clocks == [
        f"question {solved.pk}, episode 1: there is no clock",
        f"question {solved.pk}, episode 2: there is a clock of which no event tells",
    ]


def test_a_check_leaves_out_what_is_on_its_way(cast, solved):
    factories.answer(cast.mona, factories.ask(cast.alice))
    assert list(differences(cast.acme)) == []


def test_the_command_rebuilds_every_company_or_one(cast, solved, capsys):
    call_command("rebuild_insights")
    assert capsys.readouterr().out.splitlines()[0].startswith("acme: 1 clocks, 3 cohorts")
    call_command("rebuild_insights", company="bolt")
    assert "acme" not in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("rebuild_insights", company="nowhere")


def test_the_command_checks_without_changing_and_exits_with_1_on_a_difference(cast, solved, capsys):
    call_command("rebuild_insights", check=True)
    assert capsys.readouterr().out == "Nothing differs.\n"
    Clock.objects.all().delete()
    with pytest.raises(SystemExit) as left:
        call_command("rebuild_insights", check=True)
    assert left.value.code == 1 and not Clock.objects.exists()


def test_what_stands_on_the_clocks_is_rebuilt_and_checked_with_them(cast, solved, monkeypatch):
    monkeypatch.setattr(derived, "_DERIVED", {})

    @derived.derived("sums")
    class Sums:
        def rebuild(self, company):
            return Clock.objects.of(company).count() * 10

        def differences(self, company):
            yield "one is missing"

    assert rebuild_insights(cast.acme)["sums"] == 10
    assert list(differences(cast.acme)) == ["sums: one is missing"]


def test_two_features_cannot_make_the_same_rows(monkeypatch):
    monkeypatch.setattr(derived, "_DERIVED", {})
    derived.derived("sums")(dict)
    with pytest.raises(ValueError, match="sums"):
        derived.derived("sums")(list)
