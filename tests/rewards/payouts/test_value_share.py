"""What share of the avoided cost goes to members, on the page about the value of answers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from community import clock
from rewards.earning.models import Earning, PriceList, Program
from rewards.payouts.queries.passed_on import passed_on
from tests import factories
from tests.community.insights.speed.audit_cases import ASSUMED
from tests.rewards.earning.conftest import PRICES, settle_in

PAGE = "/c/acme/insights/value/"


@pytest.fixture
def earned(cast: Any, deliver_all: Any) -> Earning:
    """Bob earns for an accepted answer; a point is worth two cents."""
    settle_in(cast.bob)
    Program.objects.create(
        company=cast.acme, is_running=True, currency="EUR", minor_units_per_point=2,
        created_at=clock.now() - timedelta(days=1),
    )  # fmt: skip
    PriceList.objects.create(
        company=cast.acme, version=1, state="active", author=cast.ada, activated_at=clock.now(),
        activated_by=factories.make_member(cast.acme, role="admin"), **PRICES,
    )  # fmt: skip
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    return Earning.objects.get(act="accepted")


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def around_now() -> tuple[Any, Any]:
    return clock.now() - timedelta(hours=1), clock.now() + timedelta(hours=1)


def test_points_of_the_time_in_money(cast, earned, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = passed_on(cast.acme, *around_now())
    assert (found.points, found.amount) == (earned.points, Decimal(earned.points) / 50)
    assert found.share_of(Decimal(200)) == Decimal(earned.points) / 100
    assert found.share_of(Decimal(0)) is None


def test_points_of_other_times_and_companies_are_not_in_it(cast, earned):
    begins, ends = around_now()
    assert passed_on(cast.acme, ends, ends + timedelta(days=1)).points == 0
    Program.objects.create(company=cast.bolt, is_running=True)
    assert passed_on(cast.bolt, begins, ends).points == 0


def test_the_page_about_the_value_says_it(cast, earned, browser_of):
    browser_of(cast.ada).post(PAGE, ASSUMED)
    page = text_of(browser_of(cast.mona).get(PAGE))
    assert "What of it goes to members" in page and "points, worth €2.00." in page
    # One solved: EUR 0.20 at least, 1.35 probably, 4.50 at most.
    assert "That is probably 148.1 % of the cost avoided: at least 44.4 %, at most 1000.0 %." in page


def test_nothing_in_another_currency_or_where_no_programme_runs(cast, earned, browser_of):
    browser = browser_of(cast.ada)
    browser.post(PAGE, {**ASSUMED, "currency": "GBP"})
    assert "goes to members" not in text_of(browser.get(PAGE))
    browser.post(PAGE, {**ASSUMED, "seen": "1"})
    assert "goes to members" in text_of(browser.get(PAGE))
    Program.objects.update(is_running=False)
    assert passed_on(cast.acme, *around_now()) is None
    assert "goes to members" not in text_of(browser.get(PAGE))
