"""The trend by week: what is too young, too little or missing is marked, and never drawn as zero."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from community import clock
from community.insights.clocks.actions.roll_up import roll_up_marked
from community.insights.clocks.models import DayToRollUp
from community.insights.clocks.queries.gaps import Gap, Gaps, gaps_of
from community.insights.clocks.queries.population import Population
from community.insights.speed.trend import trend_of, trend_weeks
from tests.community.insights.speed.conftest import DAY, HOUR, make_clock

pytestmark = pytest.mark.django_db
# A Thursday.
NOW = datetime(2030, 5, 16, 12, tzinfo=UTC)
NO_GAPS = Gaps(())


def population(company) -> Population:
    return trend_weeks(Population(company=company, since=date(2030, 4, 19), until=date(2030, 5, 16)))


@pytest.fixture
def weeks(cast):
    """Thirty questions in each of three weeks, answered after 1, 2 and 4 hours, and three in a week between."""
    with clock.frozen_at(NOW):
        for ago, hours, n in ((24, 1, 30), (17, 9, 3), (10, 2, 30), (1, 4, 30)):
            for _ in range(n):
                make_clock(cast.alice, ago * DAY, answered=hours * HOUR, by=cast.bob)
        for ago in (24, 17, 10, 1):
            DayToRollUp.objects.create(company=cast.acme, day=(NOW - ago * DAY).date(), marked_at=NOW)
        roll_up_marked(cast.acme)
        yield {week.monday: week for week in trend_of(population(cast.acme), NOW, NO_GAPS).weeks}


def test_it_begins_on_a_monday_half_a_year_ago(cast):
    found = population(cast.acme)
    assert (found.since.weekday(), found.until) == (0, date(2030, 5, 16))
    assert found.days // 7 == 25


def test_medians_by_week_of_asking(weeks):
    found = [weeks[date(2030, 4, 22)], weeks[date(2030, 5, 6)], weeks[date(2030, 5, 13)]]
    # Read from bins, each 13 % wider than the one before.
    assert [week.median / 3600 for week in found] == pytest.approx([1, 2, 4], rel=0.13)
    assert [week.is_ripe for week in found] == [True, True, False]
    assert found[2].remark == "too young: its figures will change"


def test_a_week_with_too_few_questions_says_nothing(weeks):
    few = weeks[date(2030, 4, 29)]
    assert (few.n, few.median, few.remark) == (3, None, "not enough data (n < 30)")


def test_the_line_breaks_where_there_is_nothing_to_say(cast, weeks):
    picture = trend_of(population(cast.acme), NOW, NO_GAPS).picture
    assert len(picture.dots) == 3
    # Its first week with a figure, not the first of the picture.
    assert "in the week of 22 Apr," in picture.sentence and "in the week of 13 May." in picture.sentence
    assert [len(line.split()) for line in picture.lines] == [2]
    assert [band.is_missing for band in picture.bands] == [False]


def test_a_week_of_which_something_is_missing_shows_no_figure(cast, weeks):
    gaps = Gaps((Gap((date(2030, 5, 8),), "Some are missing."),))
    found = trend_of(population(cast.acme), NOW, gaps)
    [week] = [week for week in found.weeks if week.is_missing]
    assert (week.monday, week.median, week.remark) == (date(2030, 5, 6), None, "something is missing")
    assert len(found.picture.dots) == 2


def test_what_is_missing_stands_above_the_figures(cast, weeks, browser_of):
    DayToRollUp.objects.create(company=cast.acme, day=date(2030, 5, 8), marked_at=NOW - timedelta(hours=1))
    assert gaps_of(cast.acme, date(2030, 5, 6), date(2030, 5, 16), NOW)
    page = browser_of(cast.mona).get("/c/acme/insights/").content.decode()
    assert "Something is missing" in page
    assert "The sums of May 8, 2030 have not been brought up to date." in page


def test_a_tag_has_no_trend(cast, browser_of):
    cast.acme.tags.create(slug="roaming", name="roaming")
    page = browser_of(cast.mona).get("/c/acme/insights/?tag=roaming").content.decode()
    assert "There is no trend for a tag." in page


def test_a_new_community_has_no_picture(cast):
    found = trend_of(population(cast.acme), NOW, NO_GAPS)
    assert found.picture is None and found.as_of is None
    assert np.all([week.n == 0 for week in found.weeks])
