from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from community import clock
from community.audit.models import AuditEntry
from community.insights.clocks.models import Clock
from community.insights.clocks.queries.population import Population
from community.insights.speed.actions.value import change_assumptions
from community.insights.speed.board import Board
from community.insights.speed.models import ValueAssumptions
from community.insights.speed.queries.value import assumptions_of, value_of
from community.insights.speed.tiles.registry import figure_of, find_tile
from community.web.errors import NotAllowed
from tests.community.insights.expectation.conftest import clock_row
from tests.community.insights.speed.audit_cases import ASSUMED
from tests.races import race

PAGE = "/c/acme/insights/value/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WANTED = {
    "currency": "EUR", "share_low": 10, "share_middle": 30, "share_high": 50, "cost_low": Decimal(2),
    "cost_middle": Decimal("4.50"), "cost_high": Decimal(9), "note": "",
}  # fmt: skip


@pytest.fixture
def solved(cast: Any):
    """Make questions of Acme that were solved so long ago."""

    def make(n: int, ago: timedelta = 2 * DAY, **fields: Any) -> None:
        at = clock.now() - ago
        given = {"basis": "asker", "resolution_quality": "exact", "solver_standing": "peer", "solver_id": cast.bob.pk}
        given |= {"resolved_at": at + HOUR, **fields}
        Clock.objects.bulk_create(clock_row(cast.acme, at, HOUR, **given) for _each in range(n))

    return make


def last_weeks(company: Any) -> Population:
    today = clock.now().date()
    return Population(company=company, since=today - 27 * DAY, until=today)


def assume(admin: Any, seen: int = 0, **words: Any) -> ValueAssumptions:
    return change_assumptions(admin=admin, seen=seen, wanted={**WANTED, **words})


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_value_is_a_range(cast, solved, django_assert_num_queries):
    """100 solved, 10 to 50 % of them would have cost 2 to 9 each."""
    solved(100)
    assumed = assume(cast.ada)
    with django_assert_num_queries(1):
        found = value_of(last_weeks(cast.acme), assumed)
    assert (found.low, found.middle, found.high) == (Decimal(20), Decimal(135), Decimal(450))
    assert (found.solved, found.currency) == (100, "EUR")


def test_counted_is_what_the_dashboard_counts_as_solved_by_a_member(cast, solved):
    solved(7)
    solved(3, solver_standing="staff")
    solved(2, solver_standing="service")
    solved(4, exclusion="hidden")
    solved(5, ago=40 * DAY)
    solved(6, episode=2)
    solved(1, resolution_quality="unknown")
    population = last_weeks(cast.acme)
    tile = figure_of(find_tile("peer_share"), Board(population, clock.now()))
    assert value_of(population, ValueAssumptions()).solved == tile.rows.counts.sum() == 8


def test_until_an_admin_says_otherwise_it_is_our_assumption(cast, solved, browser_of):
    solved(10)
    page = text_of(browser_of(cast.mona).get(PAGE))
    assert "These numbers are our assumption, not yours." in page
    assert "GBP 6.00" in page and "GBP 24.00" in page and "GBP 60.00" in page
    assert "10 × 40 % × GBP 6.00" in page


def test_admins_change_the_assumptions_on_the_page(cast, solved, browser_of):
    solved(1000)
    browser = browser_of(cast.ada)
    assert browser.post(PAGE, ASSUMED).status_code == 302
    page = text_of(browser.get(PAGE))
    assert "EUR 200" in page and "EUR 1,350" in page and "EUR 4,500" in page
    assert "Version 1, by <bdi>Ada</bdi>" in page and "Our service centre in spring" in page
    assert "our assumption, not yours" not in page


def test_every_change_is_a_version_that_stays(cast, browser_of):
    assume(cast.ada)
    assume(cast.ada, seen=1, cost_high=Decimal(12))
    assert [(each.version, each.cost_high) for each in assumptions_of(cast.acme)] == [(2, 12), (1, 9)]
    assert "9.00" in text_of(browser_of(cast.mona).get(PAGE))


def test_what_is_as_it_was_makes_no_version(cast):
    assume(cast.ada)
    assert assume(cast.ada, seen=1).version == 1
    assert AuditEntry.objects.count() == 1


def test_a_change_is_audited_with_what_changed(cast):
    assume(cast.ada)
    assume(cast.ada, seen=1, cost_high=Decimal(12))
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.action, entry.target_id, entry.member) == ("value.assumptions_changed", "2", cast.ada.key)
    assert entry.before == {"version": 1, "cost_high": "9.00"}
    assert entry.after == {"version": 2, "cost_high": "12.00"}


def test_two_admins_at_once_do_not_overwrite_each_other(cast, browser_of):
    assume(cast.ada)
    response = browser_of(cast.ada).post(PAGE, ASSUMED)
    assert response.status_code == 422 and "Somebody changed these assumptions meanwhile." in text_of(response)
    assert ValueAssumptions.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_changes_at_once_make_one_version(cast):
    outcomes = race(10, lambda n: assume(cast.ada, cost_high=Decimal(10 + n)).version)
    assert outcomes == {"1": 1, "NotAllowed": 9}


@pytest.mark.parametrize("who", ["alice", "mona"])
def test_nobody_but_admins_changes_them(cast, who):
    with pytest.raises(NotAllowed):
        assume(getattr(cast, who))


def test_moderators_read_without_a_form(cast, browser_of):
    browser = browser_of(cast.mona)
    assert "Change the assumptions" not in text_of(browser.get(PAGE))
    assert browser.post(PAGE, ASSUMED).status_code == 403
    assert not ValueAssumptions.objects.exists()


def test_members_and_visitors_are_not_let_in(cast, browser_of):
    assert browser_of(cast.alice).get(PAGE).status_code == 403
    assert browser_of(None).get(PAGE).status_code == 302


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"share_low": "60"}, "The three shares have to rise"),
        ({"cost_middle": "10"}, "The three costs have to rise"),
        ({"share_high": "101"}, "100"),
        ({"cost_low": "-1"}, "greater than or equal to 0"),
        ({"cost_low": "NaN"}, "Enter a number"),
        ({"currency": "£"}, "2 more characters"),
        ({"currency": "E1R"}, "three capital letters"),
        ({"share_low": ""}, "This field is required"),
        ({"seen": ""}, "This field is required"),
    ],
)
def test_numbers_that_cannot_be_are_refused_beside_their_field(cast, browser_of, words, said):
    response = browser_of(cast.ada).post(PAGE, {**ASSUMED, **words})
    assert response.status_code == 422 and said in text_of(response)
    assert not ValueAssumptions.objects.exists()


def test_the_page_is_about_the_questions_of_its_address(cast, solved, browser_of):
    solved(10)
    solved(5, ago=10 * DAY)
    since = (clock.now().date() - timedelta(days=5)).isoformat()
    page = text_of(browser_of(cast.mona).get(PAGE, {"since": since}))
    assert "members solved 10." in page
    assert browser_of(cast.mona).get(PAGE, {"since": "2026-99-99"}).status_code == 422


def test_a_fixed_number_of_queries(cast, solved, browser_of, django_assert_num_queries):
    solved(3)
    browser = browser_of(cast.ada)
    browser.get(PAGE)
    with django_assert_num_queries(9):
        browser.get(PAGE)
    solved(30)
    assume(cast.ada)
    assume(cast.ada, seen=1, cost_high=Decimal(12))
    with django_assert_num_queries(9):
        browser.get(PAGE)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"version": 0}, "does not follow"),
        ({"version": 2}, "does not follow"),
        ({"share_low": 31}, "shares_in_order"),
        ({"share_high": 101}, "shares_in_order"),
        ({"cost_low": -1}, "costs_in_order"),
        ({"cost_high": 1}, "costs_in_order"),
        ({"currency": "eur"}, "value_currency_is_three_letters"),
        ({"author": "charlie"}, "belongs to another company"),
    ],
)
def test_the_database_refuses_assumptions_that_cannot_be(cast, change, name):
    fields = {"company": cast.acme, "version": 1, "author": cast.ada, **WANTED, **change}
    if fields["author"] == "charlie":
        fields["author"] = cast.charlie
    with pytest.raises(IntegrityError, match=name):
        ValueAssumptions.objects.create(**fields)


def test_what_was_assumed_cannot_be_changed(cast):
    assume(cast.ada)
    with pytest.raises(IntegrityError, match="stays as it was made"):
        ValueAssumptions.objects.update(cost_high=100)
