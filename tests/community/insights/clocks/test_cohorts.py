"""Long views from cohorts agree with the clocks themselves, open questions included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import numpy as np
import pytest

from community import clock
from community.insights.clocks.actions.rebuild import rebuild_insights
from community.insights.clocks.actions.roll_up import roll_up_everything
from community.insights.clocks.bins import EDGES
from community.insights.clocks.definitions import FIRST_ANSWER, FIRST_RESPONSE, MEASURES, RESOLUTION
from community.insights.clocks.models import Clock, Cohort
from community.insights.clocks.queries.cohorts import by_day, by_topic, by_week, cohorts_of
from community.insights.clocks.queries.durations import durations_of
from community.insights.clocks.queries.population import Population
from tests import factories

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOW = START + timedelta(days=60)


@pytest.fixture
def population(cast):
    """Two hundred clocks of eight weeks: answered, solved, closed, and waiting, in two topics."""
    random, topics = Random(7), [factories.topic_of(cast.acme), factories.make_topic(cast.acme, "Other")]
    Clock.objects.bulk_create(_clock(cast, random, number, random.choice(topics)) for number in range(1, 201))
    roll_up_everything(cast.acme)
    return Population(company=cast.acme, since=START.date(), until=NOW.date())


def _clock(cast, random, number, topic):
    asked_at = START + timedelta(minutes=random.uniform(0, 56 * 1440))
    answered_at = asked_at + timedelta(seconds=random.lognormvariate(9, 2))
    solved_at = answered_at + timedelta(seconds=random.lognormvariate(10, 2))
    is_closed = random.random() < 0.2
    closed_at = asked_at + timedelta(seconds=random.lognormvariate(11, 2)) if is_closed else None
    end = min(NOW, closed_at or NOW)
    answered, solved = answered_at <= end, solved_at <= end and not is_closed
    return Clock(
        company=cast.acme, question_id=number, episode=1, source="live", topic=topic, topic_at_asking=topic, language="en",
        channel="forum", asked_at=asked_at, definition_version=1,
        first_response_at=answered_at if answered else None, first_answer_at=answered_at if answered else None,
        resolved_at=solved_at if solved else None, basis="asker" if solved else "",
        resolution_quality="exact" if solved else "",
        closed_at=closed_at if closed_at and closed_at <= NOW else None,
        closing="asker" if closed_at and closed_at <= NOW else "",
    )  # fmt: skip


@pytest.mark.parametrize("definition", MEASURES.values(), ids=lambda each: each.id)
def test_the_binned_curve_is_the_exact_one_at_the_edges_up_to_binning(population, definition):
    exact = durations_of(population.clocks(), definition, NOW).curve()
    binned = cohorts_of(population, definition, NOW).histograms[""]
    assert (binned.n, binned.curve().happened) == (exact.n, exact.happened)
    at_edges = [exact.survival_at(float(np.nextafter(edge, 0))) for edge in EDGES]
    assert binned.curve().survival == pytest.approx(at_edges, abs=0.005)
    for share in (0.5, 0.8):
        # Within the width of a bin.
        assert binned.quantile(share) == pytest.approx(exact.quantile(share), rel=0.13)
    assert binned.share_by(3600.0) == pytest.approx(exact.share_by(3600.0), abs=0.02)


def test_open_questions_are_counted_as_of_now(population):
    Clock.objects.update(
        first_response_at=None, first_answer_at=None, resolved_at=None, basis="", resolution_quality="", closed_at=None,
        closing="",
    )  # fmt: skip
    roll_up_everything(population.company)
    waiting = cohorts_of(population, FIRST_ANSWER, NOW).histograms[""]
    assert (waiting.n, waiting.waiting, waiting.curve().happened) == (200, 200, 0)
    assert waiting.share_by(86400.0) == 0.0 and waiting.quantile(0.5) is None


@pytest.mark.parametrize(("by", "keys"), [(by_day, None), (by_week, None), (by_topic, 2)])
def test_the_parts_add_up_to_the_whole(population, by, keys):
    parts = cohorts_of(population, RESOLUTION, NOW, by=by).histograms
    assert sum(part.n for part in parts.values()) == 200
    assert keys in (None, len(parts))


def test_weeks_begin_on_monday(population):
    assert all(week.weekday() == 0 for week in cohorts_of(population, RESOLUTION, NOW, by=by_week).histograms)


def test_filters_choose_the_same_as_the_population_does(population):
    topic = Clock.objects.first().topic_id
    for filters in ({"topic": topic}, {"language": "de"}, {"channel": "forum"}, {"until": date(2026, 3, 10)}):
        chosen = Population(**{**vars(population), **filters})
        found = cohorts_of(chosen, FIRST_ANSWER, NOW).histograms
        assert (found[""].n if found else 0) == chosen.clocks().count()


def test_what_is_left_out_is_counted_beside(population):
    Clock.objects.filter(question_id__lte=30).update(exclusion="hidden")
    roll_up_everything(population.company)
    found = cohorts_of(population, FIRST_ANSWER, NOW).histograms[""]
    assert (found.n, found.excluded) == (170, 30)


def test_another_version_is_never_read_as_this_one(population):
    Cohort.objects.update(version=99)
    found = cohorts_of(population, FIRST_ANSWER, NOW)
    assert found.as_of is None and sum(part.happened.sum() for part in found.histograms.values()) == 0


def test_cohorts_know_no_tags(population):
    with pytest.raises(ValueError, match="tags"):
        cohorts_of(Population(**{**vars(population), "tag": "roaming"}), FIRST_ANSWER, NOW)


def test_they_say_as_of_when_and_take_two_queries(population, django_assert_num_queries):
    newest = Cohort.objects.latest("rolled_up_at").rolled_up_at
    with django_assert_num_queries(2):
        assert cohorts_of(population, FIRST_RESPONSE, NOW).as_of == newest


def test_an_empty_company_has_none(cast):
    with clock.frozen_at(NOW):
        rebuild_insights(cast.acme)
    assert (
        cohorts_of(Population(company=cast.acme, since=START.date(), until=NOW.date()), RESOLUTION, NOW).histograms
        == {}
    )
