"""The figures of reward health, and the forecast of the pot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from community import clock
from community.statistics.shares import gini
from rewards.earning.calendar import month_of
from rewards.earning.models import Earning, PriceList
from rewards.payouts.queries.health import forecast_of, health_of
from rewards.payouts.queries.totals import shares_by_decile
from tests import factories

_numbers = count(1)
NOVEMBER = datetime(2027, 11, 11, 12, tzinfo=UTC)


@pytest.fixture
def prices(cast, program, second) -> PriceList:
    return PriceList.objects.create(
        company=cast.acme, version=1, state="active", monthly_pot=3000, author=cast.ada, activated_by=second,
        activated_at=clock.now(),
    )  # fmt: skip


def earn(member, prices: PriceList, points: int, at: datetime, state: str = "pending") -> None:
    number = next(_numbers)
    held = {"hold_reason": "review", "held_at": at} if state == "held" else {}
    Earning.objects.create(
        company=prices.company, member=member, act="accepted", source=f"test:{number}", subject=f"test:{number}",
        price_list=prices, points=points, reason="price", month=month_of(prices.company, at), sequence=number,
        occurred_at=at, decided_at=at, state=state, matures_at=at + timedelta(days=14), **held,
    )  # fmt: skip


def test_nothing_to_divide_by_is_no_figure(cast, program):
    health = health_of(cast.acme)
    assert (health.pot_use, health.cost_per_resolution, health.held_share, health.upheld_share) == (None,) * 4
    assert health.newcomer_median is None and health.payout_gini == 0


def test_the_figures_of_a_month(cast, prices):
    with clock.frozen_at(NOVEMBER):
        for _question in range(2):
            factories.solve(factories.ask(cast.alice), cast.bob)
        earn(cast.bob, prices, 300, NOVEMBER)
        earn(cast.bob, prices, 100, NOVEMBER, state="held")
        earn(cast.bob, prices, 999, NOVEMBER - timedelta(days=15))
        health = health_of(cast.acme)
    assert (health.earned, health.pot, health.resolutions) == (400, 3000, 2)
    assert round(health.pot_use, 1) == 13.3
    assert health.cost_per_resolution == 200
    assert round(health.held_share, 1) == 7.1


def test_what_newcomers_earn_counts_who_earned_nothing(cast, prices):
    helpers = [cast.bob, factories.make_member(cast.acme), factories.make_member(cast.acme)]
    with clock.frozen_at(NOVEMBER - timedelta(days=40)):
        for helper in helpers:
            factories.answer(helper, factories.ask(cast.alice))
    earn(helpers[0], prices, 50, NOVEMBER - timedelta(days=39))
    earn(helpers[1], prices, 20, NOVEMBER - timedelta(days=11))
    earn(helpers[1], prices, 500, NOVEMBER - timedelta(days=9))
    with clock.frozen_at(NOVEMBER):
        factories.answer(factories.make_member(cast.acme), factories.ask(cast.alice))
        health = health_of(cast.acme)
    assert (health.newcomers, health.newcomer_median) == (3, 20)


def test_the_gini_is_the_one_of_the_definition():
    assert gini([1, 1, 2, 4, 12]) == pytest.approx(0.5)
    assert gini([]) == gini([0, 0]) == gini([5, 5, 5]) == 0


def test_tenths_add_up_whatever_their_number():
    for amounts in ([5] * 10, list(range(37, 0, -1)), [10**9, *[1] * 12]):
        assert sum(shares_by_decile(amounts)) == pytest.approx(100)
    assert shares_by_decile([5] * 10) == [10.0] * 10


def test_the_same_every_day_goes_on_so(cast, prices):
    for day in range(10):
        earn(cast.bob, prices, 100, datetime(2027, 11, 1 + day, 9, tzinfo=UTC))
    with clock.frozen_at(NOVEMBER):
        forecast = forecast_of(cast.acme)
    assert (forecast.expected, forecast.least, forecast.most) == (3000, 3000, 3000)
    assert forecast.reaches and not forecast.is_unstable


def test_days_that_differ_widen_the_end(cast, prices):
    for day in range(0, 10, 2):
        earn(cast.bob, prices, 400, datetime(2027, 11, 1 + day, 9, tzinfo=UTC))
    with clock.frozen_at(NOVEMBER):
        forecast = forecast_of(cast.acme)
    assert forecast.expected == 6000 and not forecast.reaches
    assert 2000 <= forecast.least < 4000 < 8000 < forecast.most


def test_the_first_of_a_month_says_that_it_says_little(cast, prices):
    earn(cast.bob, prices, 10, datetime(2027, 11, 1, 9, tzinfo=UTC))
    with clock.frozen_at(datetime(2027, 11, 1, 12, tzinfo=UTC)):
        forecast = forecast_of(cast.acme)
    assert forecast.is_unstable and forecast.expected == 300


def test_a_month_begins_where_the_company_is(cast, prices):
    prices.company.time_zone = cast.acme.time_zone = "Asia/Tokyo"
    earn(cast.bob, prices, 10, datetime(2027, 10, 31, 20, tzinfo=UTC))
    with clock.frozen_at(datetime(2027, 11, 2, 12, tzinfo=UTC)):
        assert forecast_of(cast.acme).earned == 10
