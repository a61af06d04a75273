"""Asking for a payout: all of it or nothing, once, and never more than there is."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from community import clock
from community.events.models import Event
from community.web.errors import NotAllowed
from rewards.ledger.models import Freeze, Transfer
from rewards.ledger.queries import points_of
from rewards.ledger.verification import findings_of
from rewards.payouts.actions.decide import cancel_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.actions.settings import change_rules
from rewards.payouts.models import Charity, Payout, PayoutDetails
from rewards.payouts.policies import PartRefused
from tests.races import race
from tests.rewards.payouts.conftest import fund


def ask(member, *parts, submission=None):
    return request_payout(member=member, parts=parts, submission=submission or uuid4())


def refused(member, *parts) -> str:
    """Return the sentence of a refusal that moved nothing."""
    before = vars(points_of(member))
    with pytest.raises(NotAllowed) as refusal:
        ask(member, *parts)
    assert vars(points_of(member)) == before
    assert not Payout.objects.exists()
    return str(refusal.value)


def test_points_are_set_aside_and_wait(bob, points):
    [payout] = ask(bob, Part("cash", 600))
    assert points(bob) == {"pending": 0, "held": 0, "available": 400, "payout_pending": 600}
    assert (payout.state, payout.amount_minor, payout.currency) == ("requested", 600, "GBP")
    assert (payout.payee, payout.payee_account) == ("Bob Example", "DE89370400440532013000")
    assert [step.step for step in payout.attempts.all()] == ["requested"]
    assert Event.objects.get(type="payout.requested").payload["points"] == 600


def test_a_request_can_be_split(bob, charity, points):
    made = ask(bob, Part("cash", 500), Part("credit", 300), Part("charity", 200, charity))
    assert [(each.method, each.points, each.part) for each in made] == [
        ("cash", 500, 0), ("credit", 300, 1), ("charity", 200, 2),
    ]  # fmt: skip
    assert points(bob)["available"] == 0
    assert findings_of(bob.company) == []


def test_a_split_that_asks_for_too_much_moves_nothing(bob, charity):
    assert "1000 points at most" in refused(bob, Part("cash", 900), Part("charity", 101, charity))


def test_two_tabs_with_one_form_make_one_request(bob):
    submission = uuid4()
    first = ask(bob, Part("credit", 300), submission=submission)
    again = ask(bob, Part("credit", 300), submission=submission)
    assert first == again
    assert Transfer.objects.filter(kind="payout_request").count() == 1


@pytest.mark.parametrize("amount", [0, -5, 1.5, 10**9 + 1, 10**400, True, "100"])
def test_only_whole_and_sound_numbers_of_points_leave(bob, amount):
    assert refused(bob, Part("credit", amount)) == "Write a whole number of points, at least 1."


def test_nobody_spends_more_than_they_have(bob):
    assert "1000 points at most" in refused(bob, Part("cash", 1001))


def test_debts_are_nobodys_to_spend(cast, bob):
    """A balance may be allowed to fall below zero when points are taken back, never by a payout."""
    from django.db import transaction

    from rewards.ledger.actions.balances import set_floor
    from rewards.ledger.models import Account, AccountRef

    with transaction.atomic():
        set_floor(cast.acme, AccountRef(Account.Kind.AVAILABLE, bob.pk), -5000)
    assert "1000 points at most" in refused(bob, Part("cash", 1001))


@pytest.mark.parametrize(("method", "least"), [("cash", 500), ("credit", 100)])
def test_each_method_has_its_least_points(bob, method, least):
    assert refused(bob, Part(method, least - 1)) == f"Take out at least {least} points."


def test_the_same_method_twice_or_nothing_at_all_is_no_request(bob):
    for parts in ([], [Part("cash", 500), Part("cash", 500)]):
        assert "how many points" in refused(bob, *parts)


def test_what_the_company_does_not_offer_is_refused(bob, rules, webhook, charity):
    rules.offers_cash = False
    rules.save()
    webhook.delete()
    assert "does not pay out in this way" in refused(bob, Part("cash", 500))
    assert "does not pay out in this way" in refused(bob, Part("credit", 500))
    assert "does not pay out in this way" in refused(bob, Part("sweets", 500))


def test_a_gift_goes_to_a_charity_that_takes_gifts(cast, bob, charity):
    foreign = Charity.objects.create(company=cast.bolt, name="Elsewhere")
    asleep = Charity.objects.create(company=cast.acme, name="Asleep", is_active=False)
    for wrong in (None, foreign, asleep):
        assert refused(bob, Part("charity", 10, wrong)) == "Choose one of the charities."


def test_cash_waits_for_its_window(bob, rules):
    rules.cash_months, rules.first_day, rules.last_day = [6, 12], 1, 5
    rules.save()
    with clock.frozen_at(datetime(2027, 5, 31, 23, 0, tzinfo=UTC)):
        assert refused(bob, Part("cash", 500)) == "Cash can be taken out again from June 1, 2027."
    with clock.frozen_at(datetime(2027, 6, 5, 22, 0, tzinfo=UTC)):
        assert ask(bob, Part("cash", 500))


def test_a_window_opens_at_midnight_where_the_company_is(bob, rules):
    rules.cash_months = [6]
    rules.save()
    bob.company.time_zone = "Asia/Tokyo"
    with clock.frozen_at(datetime(2027, 5, 31, 14, 59, tzinfo=UTC)):
        refused(bob, Part("cash", 500))
    with clock.frozen_at(datetime(2027, 5, 31, 15, 0, tzinfo=UTC)):
        assert ask(bob, Part("cash", 500))


def test_cash_needs_an_account_that_has_stood_for_three_days(bob):
    PayoutDetails.objects.filter(member=bob).update(changed_at=clock.now() - timedelta(hours=71))
    assert "changed lately" in refused(bob, Part("cash", 500))
    with clock.moved(timedelta(hours=2)):
        assert ask(bob, Part("cash", 500))


def test_cash_needs_an_account_at_all(bob):
    PayoutDetails.objects.all().delete()
    assert "bank account first" in refused(bob, Part("cash", 500))
    assert "customer number first" in refused(bob, Part("credit", 500))


def test_the_companys_own_number_of_a_customer_goes_first(bob):
    bob.external_id = "known-42"
    bob.save()
    [payout] = ask(bob, Part("credit", 500))
    assert payout.payee_account == "known-42"


def test_age_country_and_the_years_limit_hold_for_cash(bob, rules, charity):
    PayoutDetails.objects.filter(member=bob).update(is_of_age=False)
    assert "adults only" in refused(bob, Part("cash", 500))
    PayoutDetails.objects.filter(member=bob).update(is_of_age=True)
    rules.countries = ["GB", "FR"]
    rules.save()
    assert "this country" in refused(bob, Part("cash", 500))
    rules.countries, rules.yearly_most = ["DE"], 900
    rules.save()
    ask(bob, Part("cash", 500))
    with pytest.raises(PartRefused, match="400 more points"):
        ask(bob, Part("cash", 500))
    assert ask(bob, Part("charity", 500, charity))


def test_a_suspended_member_takes_nothing_out(cast, bob):
    bob.suspended_until, bob.suspended_reason = clock.now() + timedelta(days=1), "Advertising"
    bob.save()
    assert "Reason: Advertising" in refused(bob, Part("cash", 500))


def test_nothing_leaves_while_the_books_are_wrong(cast, bob):
    Freeze.objects.create(company=cast.acme, findings=["x"])
    assert "Your points are safe" in refused(bob, Part("cash", 500))


def test_without_a_programme_points_have_no_worth(cast):
    fund(cast.alice, 1000)
    assert "no rewards" in refused(cast.alice, Part("charity", 10))


def test_splitting_a_large_request_does_not_spare_the_second_admin(bob, rules, charity):
    rules.second_person_limit = 900
    rules.save()
    assert all(each.needs_second for each in ask(bob, Part("cash", 500), Part("charity", 400, charity)))


@pytest.mark.django_db(transaction=True)
def test_twenty_spends_of_500_from_1000_pay_exactly_two(bob):
    outcomes = race(20, lambda number: len(ask(type(bob).objects.get(pk=bob.pk), Part("credit", 500))))
    assert outcomes == {"1": 2, "PartRefused": 18}
    assert vars(points_of(bob)) == {"pending": 0, "held": 0, "available": 0, "payout_pending": 1000}
    assert findings_of(bob.company) == []


def redeem_twice(member, number: int) -> str:
    """Take out 100 points and some, twice in a row; return how often it worked."""
    worked = 0
    for _again in range(2):
        with suppress(PartRefused):
            worked += len(ask(type(member).objects.get(pk=member.pk), Part("credit", 100 + number)))
    return str(worked)


@pytest.mark.django_db(transaction=True)
def test_fifty_redemptions_at_once_never_pay_more_than_there_is(bob):
    outcomes = race(25, lambda number: redeem_twice(bob, number))
    assert set(outcomes) <= {"0", "1", "2"}
    made = [payout.points for payout in Payout.objects.all()]
    assert points_of(bob).available == 1000 - sum(made) >= 0
    assert 8 <= len(made) <= 10
    assert findings_of(bob.company) == []


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_twenty_times_at_once_makes_one_request(bob):
    submission = uuid4()
    outcomes = race(
        20, lambda number: ask(type(bob).objects.get(pk=bob.pk), Part("credit", 300), submission=submission)[0].pk
    )
    assert list(outcomes.values()) == [20]
    assert points_of(bob).available == 700


def test_splitting_over_requests_does_not_spare_the_second_admin(bob, rules):
    rules.second_person_limit = 600
    rules.save()
    [[first], [then]] = [ask(bob, Part("cash", 500)) for _twice in range(2)]
    assert (first.needs_second, then.needs_second) == (False, True)
    cancel_payout(member=bob, payout=first)
    cancel_payout(member=bob, payout=then)
    assert not ask(bob, Part("cash", 500))[0].needs_second


def test_no_setting_spares_the_second_admin_for_good(cast, bob):
    with pytest.raises(NotAllowed, match="20000"):
        change_rules(admin=cast.ada, wanted={"second_person_limit": 20_001})


def test_a_form_that_asks_for_something_else_is_refused(bob, points):
    key = uuid4()
    ask(bob, Part("cash", 500), submission=key)
    with pytest.raises(NotAllowed, match="made a request already"):
        ask(bob, Part("cash", 501), submission=key)
    assert points(bob)["available"] == 500
