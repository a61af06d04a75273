"""Deciding: never about one's own, two for a large one, once, and with a reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from community import clock
from community.audit.models import AuditEntry
from community.events.models import Event
from community.web.errors import NotAllowed
from rewards.ledger.actions.balances import set_floor
from rewards.ledger.models import Account, AccountRef, Balance, Freeze
from rewards.ledger.verification import findings_of
from rewards.payouts.actions.decide import approve_payout, cancel_payout, give_back_undecided, refuse_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.models import Payout
from rewards.payouts.tasks import expire
from rewards.payouts.wording import UNDECIDED
from tests import factories
from tests.races import race
from tests.rewards.payouts.conftest import fund


@pytest.fixture
def payout(bob) -> Payout:
    return request_payout(member=bob, parts=[Part("credit", 600)], submission=uuid4())[0]


@pytest.fixture
def large(bob, rules) -> Payout:
    rules.second_person_limit = 900
    rules.save()
    return request_payout(member=bob, parts=[Part("credit", 900)], submission=uuid4())[0]


def test_approving_is_told_and_audited(cast, payout):
    approved = approve_payout(admin=cast.ada, payout=payout)
    assert (approved.state, approved.approved_by) == ("approved", cast.ada)
    assert Event.objects.filter(type="payout.approved").count() == 1
    assert AuditEntry.objects.get(action="payout.approved").target_id == str(payout.pk)


def test_a_large_one_waits_for_a_second_admin(cast, large, second):
    waiting = approve_payout(admin=cast.ada, payout=large)
    assert waiting.state == "requested"
    assert not Event.objects.filter(type="payout.approved").exists()
    with pytest.raises(NotAllowed, match="a second admin has to"):
        approve_payout(admin=cast.ada, payout=large)
    assert approve_payout(admin=second, payout=large).state == "approved"


def test_nobody_decides_about_their_own(cast, rules, webhook, program):
    cast.ada.external_id = "a-1"
    cast.ada.save()
    fund(cast.ada, 500)
    [own] = request_payout(member=cast.ada, parts=[Part("credit", 200)], submission=uuid4())
    for decide in (
        lambda: approve_payout(admin=cast.ada, payout=own),
        lambda: refuse_payout(admin=cast.ada, payout=own, reason="Mine"),
    ):
        with pytest.raises(NotAllowed, match="Nobody decides about their own"):
            decide()


@pytest.mark.parametrize("who", ["alice", "mona", "bob", "charlie"])
def test_only_the_companys_admins_decide(cast, payout, who):
    with pytest.raises(NotAllowed):
        approve_payout(admin=getattr(cast, who), payout=payout)
    with pytest.raises(NotAllowed):
        refuse_payout(admin=getattr(cast, who), payout=payout, reason="No")
    payout.refresh_from_db()
    assert payout.state == "requested"


def test_an_admin_of_another_company_decides_nothing_here(cast, payout):
    other = factories.make_member(cast.bolt, role="admin")
    with pytest.raises(NotAllowed, match="another community"):
        approve_payout(admin=other, payout=payout)


def test_a_refusal_gives_the_points_back_and_says_why(cast, bob, payout, points):
    with pytest.raises(NotAllowed, match="Say why"):
        refuse_payout(admin=cast.ada, payout=payout, reason="  ")
    refused = refuse_payout(admin=cast.ada, payout=payout, reason="Not your account")
    assert (refused.state, refused.reason) == ("refused", "Not your account")
    assert points(bob)["available"] == 1000
    assert findings_of(cast.acme) == []


def test_what_is_approved_can_still_be_refused_before_it_is_sent(cast, payout, second):
    approve_payout(admin=cast.ada, payout=payout)
    assert refuse_payout(admin=second, payout=payout, reason="Looked again").state == "refused"
    with pytest.raises(NotAllowed, match="settled already"):
        refuse_payout(admin=second, payout=payout, reason="Again")


def test_a_gift_to_a_charity_that_left_is_not_approved(cast, bob, charity):
    [gift] = request_payout(member=bob, parts=[Part("charity", 10, charity)], submission=uuid4())
    charity.is_active = False
    charity.save()
    with pytest.raises(NotAllowed, match="takes no gifts any more"):
        approve_payout(admin=cast.ada, payout=gift)


def test_nothing_is_approved_while_the_books_are_wrong(cast, payout):
    Freeze.objects.create(company=cast.acme, findings=["x"])
    with pytest.raises(NotAllowed, match="Your points are safe"):
        approve_payout(admin=cast.ada, payout=payout)


def test_a_suspended_admin_decides_nothing(cast, payout):
    cast.ada.suspended_until = clock.now() + timedelta(days=1)
    cast.ada.save()
    with pytest.raises(NotAllowed):
        approve_payout(admin=cast.ada, payout=payout)


def test_a_member_takes_back_what_nobody_has_decided(cast, bob, payout, points):
    assert cancel_payout(member=bob, payout=payout).state == "cancelled"
    assert cancel_payout(member=bob, payout=payout).state == "cancelled"
    assert points(bob)["available"] == 1000


def test_nobody_takes_back_what_somebody_has_begun_to_decide(cast, bob, large):
    approve_payout(admin=cast.ada, payout=large)
    with pytest.raises(NotAllowed, match="being processed"):
        cancel_payout(member=bob, payout=large)
    with pytest.raises(NotAllowed, match="not your payout"):
        cancel_payout(member=cast.alice, payout=large)


@pytest.mark.django_db(transaction=True)
def test_approving_and_cancelling_at_once_do_one_of_both(cast, bob, payout, points):
    def act(number: int) -> str:
        if number % 2:
            return approve_payout(admin=type(bob).objects.get(pk=cast.ada.pk), payout=payout).state
        return cancel_payout(member=type(bob).objects.get(pk=bob.pk), payout=payout).state

    outcomes = race(8, act)
    payout.refresh_from_db()
    assert set(outcomes) - {"NotAllowed"} == {payout.state}
    assert points(bob)["available"] == (1000 if payout.state == "cancelled" else 400)
    assert findings_of(cast.acme) == []


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once_are_two_approvals_and_one_is_one(cast, large, second):
    admins = [cast.ada, cast.ada, second]
    outcomes = race(3, lambda n: approve_payout(admin=type(second).objects.get(pk=admins[n].pk), payout=large).state)
    large.refresh_from_db()
    assert outcomes["NotAllowed"] == 1
    assert {large.approved_by_id, large.second_by_id} == {cast.ada.pk, second.pk}


def test_the_payout_of_a_suspended_member_is_not_approved(cast, bob, payout):
    bob.suspended_until = clock.now() + timedelta(days=1)
    bob.save()
    with pytest.raises(NotAllowed, match="This member is suspended"):
        approve_payout(admin=cast.ada, payout=payout)


def test_what_nobody_decides_goes_back_after_30_days(cast, bob, payout, points):
    with clock.moved(timedelta(days=29)):
        assert give_back_undecided() == 0
    with clock.moved(timedelta(days=31)):
        expire()
        assert give_back_undecided() == 0
    payout.refresh_from_db()
    assert (payout.state, payout.reason) == ("refused", UNDECIDED)
    assert points(bob)["available"] == 1000
    assert Event.objects.filter(type="payout.refused").count() == 1


def test_points_that_come_back_leave_no_room_below_zero(cast, bob, payout):
    with transaction.atomic():
        set_floor(cast.acme, AccountRef(Account.Kind.AVAILABLE, bob.pk), -100)
    cancel_payout(member=bob, payout=payout)
    balance = Balance.objects.get(account__member=bob, account__kind="available")
    assert (balance.posted, balance.min_balance) == (1000, 0)
