"""Everybody reads what is tried out, what came of it, and how to stay out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from accounts.purposes import Purpose
from community import clock
from community.personalization.experiments.actions.look import look_at
from community.personalization.experiments.actions.register import register_experiment
from community.personalization.experiments.actions.run import stop_experiment
from community.personalization.experiments.models import QuestionOutcome
from community.personalization.experiments.queries.held_out import compare_hold_out, hold_out_compared
from tests import factories
from tests.community.personalization.experiments.conftest import met, running, wanted

PAGE = "/c/acme/experiments/"


def ended(cast):
    """Let an experiment run in which three at once were better, and end it."""
    experiment = running(cast.ada, key="ended")
    now = clock.now()
    met(experiment, "5", 300, now, answered=120)
    met(experiment, "3", 300, now, answered=210)
    with clock.moved(timedelta(days=2)):
        look_at(experiment)
        return stop_experiment(admin=cast.ada, experiment=experiment)


def test_visitors_read_what_runs_but_not_its_figures(cast, browser_of, experiment):
    for variant in ("5", "3"):
        met(experiment, variant, 123, clock.now() - timedelta(days=2), answered=30)
    look_at(experiment)
    register_experiment(admin=cast.ada, wanted=wanted(key="secret", hypothesis="Not begun"))
    page = browser_of(None).get(PAGE).content.decode()
    assert "five at once (50 %), three at once (50 %)" in page
    assert "Not begun" not in page
    shown = browser_of(None).get(f"{PAGE}{experiment.pk}/").content.decode()
    assert "The figures are shown when it has ended" in shown
    assert "One click, at once." in shown
    assert "<table" not in shown
    assert "<td>123</td>" in browser_of(cast.ada).get(f"{PAGE}{experiment.pk}/").content.decode()


def test_the_result_is_said_with_its_range(cast, browser_of):
    experiment = ended(cast)
    said = "More than with the usual way: +30.0 percentage points (between +"
    assert said in browser_of(cast.alice).get(PAGE).content.decode()
    shown = browser_of(None).get(f"{PAGE}{experiment.pk}/").content.decode()
    assert said in shown
    assert "210 (70 %; 65 %–75 %)" in shown
    assert "&lt; 0.001" in shown


def test_what_has_not_begun_is_not_there(cast, browser_of):
    made = register_experiment(admin=cast.ada, wanted=wanted())
    assert browser_of(cast.ada).get(f"{PAGE}{made.pk}/").status_code == 404


def test_members_read_whether_they_take_part(cast, browser_of):
    alice = browser_of(cast.alice)
    assert "You take part in no comparison" in alice.get(PAGE).content.decode()
    factories.consent(cast.alice, Purpose.EXPERIMENTS)
    page = alice.get(PAGE).content.decode()
    assert "You agreed to take part" in page
    assert 'href="/c/acme/settings/choices/"' in page
    assert PAGE in alice.get("/c/acme/settings/choices/").content.decode()


def held(cast, count: int, hours: float, *, is_held_out: bool) -> None:
    now, first = clock.now(), 950_000 + QuestionOutcome.objects.count()
    asked = [now - timedelta(days=5, minutes=number) for number in range(count)]
    QuestionOutcome.objects.bulk_create(
        QuestionOutcome(
            company=cast.acme,
            question_id=first + number,
            is_held_out=is_held_out,
            is_counted=True,
            asked_at=at,
            offered_at=None if is_held_out else at,
            answered_at=at + timedelta(hours=hours + number % 10 / 10) if number % 10 else None,
        )
        for number, at in enumerate(asked)
    )


def test_what_may_be_offered_is_compared_with_what_never_is(cast, browser_of):
    held(cast, 99, 20, is_held_out=True)
    held(cast, 500, 1, is_held_out=False)
    assert "Fewer than 100 such questions" in browser_of(None).get(PAGE).content.decode()
    held(cast, 51, 20, is_held_out=True)
    cache.clear()
    page = browser_of(None).get(PAGE).content.decode()
    for words in ("<td>500</td><td>150</td>", "There is a difference.", "Log-rank test, p: &lt; 0.001"):
        assert words in page


def test_a_difference_that_an_ordinary_interval_would_find_is_no_finding_yet(cast):
    now = clock.now()
    held(cast, 100, 20, is_held_out=True)
    held(cast, 300, 12, is_held_out=False)
    found = compare_hold_out(cast.acme, now)
    assert found is not None and found.low < timedelta() < found.sooner and not found.finds_difference
    # The interval of one look alone would leave out that there is none.
    assert found.sooner > (found.high - found.sooner) * 0.6


def test_the_comparison_is_made_once_an_hour(cast, django_assert_num_queries):
    cache.clear()
    for queries in (1, 0):
        with django_assert_num_queries(queries):
            assert hold_out_compared(cast.acme, clock.now()) is None


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_queries_for_many(cast, browser_of, number, django_assert_num_queries):
    for each in range(number):
        stop_experiment(admin=cast.ada, experiment=running(cast.ada, key=f"number-{each}"))
    visitor = browser_of(None)
    # The comparison with the hold-out is made once an hour.
    visitor.get(PAGE)
    with django_assert_num_queries(3):
        visitor.get(PAGE)
