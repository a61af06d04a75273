"""The pot of a month: filled once, never overspent, swept when the month is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Company
from community import clock
from community.questions.actions.accept import withdraw_acceptance
from rewards.earning.actions.award import award_acceptance
from rewards.earning.actions.pot import sweep_pots
from rewards.earning.actions.vest import vest_earning
from rewards.earning.models import Earning
from rewards.earning.purses import FUNDING, pot
from rewards.earning.queries import month_of, prices_of
from rewards.ledger.queries import balance_of, points_of
from rewards.ledger.verification import findings_of
from tests import factories
from tests.races import race

pytestmark = pytest.mark.django_db
MARCH = datetime(2030, 3, 31, 22, 30, tzinfo=UTC)


def solve(cast, deliver_all, times=1):
    for _ in range(times):
        factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()


def test_an_empty_pot_is_recognition_only(cast, price, deliver_all):
    price(monthly_pot=250)
    solve(cast, deliver_all, 3)
    assert points_of(cast.bob).pending == 200
    refused = Earning.objects.get(act="accepted", state="refused")
    assert refused.why == "This month's pot was used up, so this is recognition only."
    assert prices_of(cast.acme).is_used_up


def test_a_void_fills_the_pot_again(cast, price, deliver_all):
    price(monthly_pot=100)
    question = factories.solve(factories.ask(cast.alice), cast.bob).question
    deliver_all()
    withdraw_acceptance(member=cast.alice, question=question)
    solve(cast, deliver_all)
    assert points_of(cast.bob).pending == 100


def test_months_end_where_the_company_is(cast):
    cast.acme.time_zone = "Europe/Berlin"
    assert month_of(cast.acme, MARCH) == "2030-04"
    cast.acme.time_zone = "Nowhere/At all"
    assert month_of(cast.acme, MARCH) == "2030-03"


def test_what_is_left_of_a_month_goes_back(cast, price, deliver_all):
    with clock.frozen_at(MARCH - timedelta(days=10)):
        price(monthly_pot=1000)
        solve(cast, deliver_all)
        assert sweep_pots(cast.acme) == 0
    with clock.frozen_at(MARCH + timedelta(days=1)):
        assert sweep_pots(cast.acme) == 900
        assert sweep_pots(cast.acme) == 0
        assert balance_of(cast.acme, FUNDING) == -100


def test_what_is_voided_later_goes_back_too(cast, price, deliver_all):
    with clock.frozen_at(MARCH - timedelta(days=3)):
        price(monthly_pot=1000)
        question = factories.solve(factories.ask(cast.alice), cast.bob).question
        deliver_all()
    with clock.frozen_at(MARCH + timedelta(days=1)):
        sweep_pots(cast.acme)
        withdraw_acceptance(member=cast.alice, question=question)
        deliver_all()
        assert sweep_pots(cast.acme) == 100
        assert balance_of(cast.acme, FUNDING) == 0
        assert findings_of(cast.acme) == []


def accepted(answer, n):
    award = award_acceptance(
        answer=answer, accepted_by=answer.question.post.author, basis="asker", source=f"race:{n}",
        occurred_at=clock.now(), is_live=True,
    )  # fmt: skip
    return award.refusal or "paid"


@pytest.mark.django_db(transaction=True)
def test_eight_decisions_at_once_never_overspend(cast, price):
    price(monthly_pot=550)
    answers = [factories.solve(factories.ask(cast.alice), factories.make_member(cast.acme)) for _ in range(8)]
    outcomes = race(8, lambda n: accepted(answers[n], n))
    assert outcomes == {"paid": 5, "pot_empty": 3}
    assert balance_of(cast.acme, pot(month_of(cast.acme, clock.now()))) == 50
    assert findings_of(cast.acme) == []


@pytest.mark.django_db(transaction=True)
def test_one_deed_decided_eight_times_at_once_pays_once(cast, price):
    price(monthly_pot=1000)
    answer = factories.solve(factories.ask(cast.alice), cast.bob)
    assert race(8, lambda n: accepted(answer, 1)) == {"paid": 8}
    assert points_of(cast.bob).pending == 100
    assert Earning.objects.filter(act="accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_vesting_eight_times_at_once_vests_once(cast, price):
    price()
    accepted(factories.answer(cast.bob, factories.ask(cast.alice)), 1)
    earning = Earning.objects.get(act="accepted")
    with clock.moved(timedelta(days=15)):
        assert race(8, lambda n: vest_earning(earning)) == {"True": 1, "False": 7}
    assert points_of(cast.bob).available == 100


def test_another_time_zone_never_leads_back_into_a_month_that_is_over(cast, prices, deliver_all):
    with clock.frozen_at(datetime(2031, 5, 31, 23, 30, tzinfo=UTC)):
        for zone in ("Asia/Tokyo", "America/New_York"):
            Company.objects.filter(pk=cast.acme.pk).update(time_zone=zone)
            factories.solve(factories.ask(cast.alice), cast.bob)
            deliver_all()
    assert set(Earning.objects.values_list("month", flat=True)) == {"2031-06"}
