"""Points expire after two warnings, and only where nothing moved them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from community import clock
from community.events.models import Event
from rewards.ledger.models import Account, AccountRef, Freeze
from rewards.ledger.queries import balance_of, points_of
from rewards.ledger.verification import findings_of
from rewards.payouts.actions.expire import expire_dormant
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.models import Charity, ExpiryWarning
from rewards.payouts.tasks import expire
from tests.races import race
from tests.rewards.payouts.conftest import fund

START = datetime(2027, 1, 10, 12, tzinfo=UTC)


@pytest.fixture
def bob(cast, program, rules, charity):
    rules.expiry_months = 12
    rules.save()
    with clock.frozen_at(START):
        fund(cast.bob, 300)
    return cast.bob


def day(number: int):
    return clock.frozen_at(START + timedelta(days=number))


def run(company, *days: int) -> int:
    expired = 0
    for number in days:
        with day(number):
            expired += expire_dormant(company)
    return expired


def test_a_year_without_movement_and_two_warnings_end_in_expiry(cast, bob, rules, charity, deliver_all):
    rules.expiry_charity = charity
    rules.save()
    assert run(cast.acme, *range(300, 365)) == 0
    assert list(ExpiryWarning.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert run(cast.acme, 365) == 1
    assert points_of(bob).available == 0
    assert balance_of(cast.acme, AccountRef(Account.Kind.CHARITY, purpose=str(charity.pk))) == 300
    assert Event.objects.filter(type="points.expire_soon").count() == 2
    assert findings_of(cast.acme) == []


def test_without_a_charity_they_go_to_expired(cast, bob, rules):
    assert run(cast.acme, 310, 352, 366) == 1
    assert balance_of(cast.acme, AccountRef(Account.Kind.EXPIRED)) == 300


def test_a_charity_that_left_gets_nothing(cast, bob, rules):
    rules.expiry_charity = Charity.objects.create(company=cast.acme, name="Gone", is_active=False)
    rules.save()
    assert run(cast.acme, 310, 352, 366) == 1
    assert balance_of(cast.acme, AccountRef(Account.Kind.EXPIRED)) == 300


def test_a_late_worker_still_warns_twice_with_time_between(cast, bob):
    assert run(cast.acme, 400, 401, 420) == 0
    assert ExpiryWarning.objects.count() == 1
    assert run(cast.acme, 430, 435, 443) == 0
    assert ExpiryWarning.objects.count() == 2
    assert run(cast.acme, 444) == 1


def test_any_movement_begins_the_year_anew(cast, bob):
    run(cast.acme, 310, 352)
    with day(360):
        fund(bob, 1)
    assert run(cast.acme, 366, 400, 500) == 0
    assert points_of(bob).available == 301


def test_points_on_their_way_out_keep_the_rest(cast, bob, charity):
    run(cast.acme, 310, 352)
    with day(353):
        request_payout(member=bob, parts=[Part("charity", 10, charity)], submission=uuid4())
    assert run(cast.acme, 366, 380, 800) == 0


def test_each_warning_is_told_once(cast, bob, deliver_all):
    from community.notifications.models import Notification

    run(cast.acme, 310, 311, 312, 352, 353)
    with day(354):
        deliver_all()
    assert Notification.objects.filter(recipient=bob, kind="points_expire_soon").count() == 2


def test_never_where_the_company_wants_none(cast, bob, rules):
    rules.expiry_months = 0
    rules.save()
    with day(3000):
        assert expire() == 0
    assert not ExpiryWarning.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_six_workers_let_them_expire_once(cast, bob):
    run(cast.acme, 310, 352)
    with day(366):
        outcomes = race(6, lambda number: expire_dormant(cast.acme))
    assert outcomes["1"] == 1
    assert balance_of(cast.acme, AccountRef(Account.Kind.EXPIRED)) == 300


def test_nothing_expires_while_nobody_can_take_points_out(cast, bob):
    freeze = Freeze.objects.create(company=cast.acme, findings=["x"])
    assert run(cast.acme, *range(300, 500, 5)) == 0
    assert not ExpiryWarning.objects.exists()
    freeze.lifted_at, freeze.lifted_because = START + timedelta(days=500), "Looked"
    freeze.save()
    assert run(cast.acme, 501, 513) == 0 and not ExpiryWarning.objects.exists()
    assert run(cast.acme, 515, 546, 561) == 1
