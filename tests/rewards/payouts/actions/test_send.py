"""Sending: once, whatever happens; what is not clear is asked, and never sent again."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from uuid import uuid4

import pytest

from community import clock
from community.web import outbound
from community.web.signing import signature
from rewards.ledger.models import Account, AccountRef, Freeze, Transfer
from rewards.ledger.queries import balance_of, points_of
from rewards.ledger.verification import findings_of
from rewards.payouts.actions.decide import approve_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.actions.send import resolve_unknown, send_payout
from rewards.payouts.models import Payout
from rewards.payouts.tasks import settle
from tests.races import race
from tests.rewards.payouts.providers.billing import Billing, serve


@pytest.fixture
def billing(settings, webhook, monkeypatch):
    settings.OUTBOUND_LOOPBACK = True
    monkeypatch.setattr(outbound._Deadline, "__init__", lambda self: setattr(self, "ends_at", time.monotonic() + 1.0))
    with serve(Billing()) as system:
        webhook.url = f"http://127.0.0.1:{system.port}/points"
        webhook.save()
        yield system


@pytest.fixture
def payout(cast, bob) -> Payout:
    [made] = request_payout(member=bob, parts=[Part("credit", 600)], submission=uuid4())
    return approve_payout(admin=cast.ada, payout=made)


def state_of(payout: Payout) -> str:
    payout.refresh_from_db()
    return str(payout.state)


def later(minutes: int):
    return clock.moved(timedelta(minutes=minutes))


def test_approval_sends_it_and_the_points_leave(cast, bob, billing, payout, deliver_all):
    deliver_all()
    assert state_of(payout) == "paid"
    assert payout.reference == f"R-{str(payout.pk)[:4]}"
    assert vars(points_of(bob)) == {"pending": 0, "held": 0, "available": 400, "payout_pending": 0}
    assert balance_of(cast.acme, AccountRef(Account.Kind.PAID_OUT, purpose="credit")) == 600
    assert [step.step for step in payout.attempts.order_by("pk")] == ["requested", "approved", "sent", "paid"]
    assert findings_of(cast.acme) == []


def test_the_request_is_signed_and_carries_its_key(billing, payout, webhook):
    send_payout(payout.pk)
    [(method, path, headers, body)] = billing.heard
    assert (method, path) == ("POST", "/points")
    assert headers["webhook-id"] == headers["Idempotency-Key"] == str(payout.pk)
    signed = signature(webhook.secret, str(payout.pk), headers["webhook-timestamp"], body)
    assert headers["webhook-signature"] == f"v1,{signed}"
    said = json.loads(body)
    assert (said["customer"], said["amount_minor"], said["currency"]) == ("C-17", 600, "GBP")
    assert "Bob" not in body.decode()


def test_sending_again_sends_nothing(billing, payout):
    assert [send_payout(payout.pk) for _again in range(3)] == [True, False, False]
    assert len(billing.heard) == 1


@pytest.mark.django_db(transaction=True)
def test_ten_workers_send_it_once(billing, payout):
    assert race(10, lambda number: send_payout(payout.pk)) == {"True": 1, "False": 9}
    assert len(billing.heard) == 1
    assert Transfer.objects.filter(kind="payout_paid").count() == 1


def test_a_refusal_gives_the_points_back(bob, billing, payout, points):
    billing.mood = "refused"
    send_payout(payout.pk)
    assert state_of(payout) == "failed"
    assert payout.reason == "No such customer"
    assert points(bob)["available"] == 1000


@pytest.mark.parametrize("mood", ["silent", "hang_up", "nonsense", "broken"])
def test_what_is_not_clear_is_asked_and_never_paid_again(bob, billing, payout, mood):
    billing.mood = mood
    send_payout(payout.pk)
    assert state_of(payout) == "unknown"
    assert points_of(bob).payout_pending == 600
    assert not send_payout(payout.pk)
    with later(2):
        settled = resolve_unknown(payout.pk)
    assert [method for method, *_rest in billing.heard] == ["POST", "GET"]
    assert settled is (mood != "broken")
    assert state_of(payout) == ("unknown" if mood == "broken" else "paid")
    assert findings_of(bob.company) == []


def test_what_never_arrived_is_given_back_only_when_it_cannot_arrive_any_more(bob, billing, payout, points):
    billing.mood = "broken"
    send_payout(payout.pk)
    with later(2):
        assert not resolve_unknown(payout.pk)
    assert state_of(payout) == "unknown"
    with later(20):
        assert resolve_unknown(payout.pk)
    assert state_of(payout) == "failed"
    assert points(bob)["available"] == 1000
    assert sum(method == "POST" for method, *_rest in billing.heard) == 1


def test_a_billing_system_that_knows_nothing_for_sure_is_asked_ever_more_seldom(billing, payout):
    billing.mood, billing.knows = "broken", False
    send_payout(payout.pk)
    for minute in range(1, 61):
        with later(minute):
            resolve_unknown(payout.pk)
    assert state_of(payout) == "unknown"
    assert 3 <= sum(method == "GET" for method, *_rest in billing.heard) <= 7


def test_a_system_that_is_away_gets_it_later(billing, payout, webhook):
    webhook.url = "http://127.0.0.1:1/points"
    webhook.save()
    send_payout(payout.pk)
    assert state_of(payout) == "approved"
    assert payout.attempts.filter(step="put_back").count() == 1
    webhook.url = f"http://127.0.0.1:{billing.port}/points"
    webhook.save()
    assert settle() == 1
    assert state_of(payout) == "paid"


def test_a_worker_that_died_while_sending_leaves_a_payout_to_ask_about(billing, payout):
    Payout.objects.filter(pk=payout.pk).update(state="sending", tried_at=clock.now())
    billing.credited[str(payout.pk)] = {}
    with later(1):
        assert settle() == 0
    with later(5):
        assert settle() == 1
    assert state_of(payout) == "paid"
    assert [method for method, *_rest in billing.heard] == ["GET"]


def test_nothing_is_sent_while_the_books_are_wrong(cast, billing, payout):
    freeze = Freeze.objects.create(company=cast.acme, findings=["x"])
    assert settle() == 0
    freeze.lifted_at, freeze.lifted_because = clock.now(), "Looked"
    freeze.save()
    assert settle() == 1


def test_nothing_is_sent_to_an_address_inside_our_network(settings, cast, bob, webhook, payout):
    settings.OUTBOUND_LOOPBACK = False
    webhook.url = "https://169.254.169.254/latest/"
    webhook.save()
    send_payout(payout.pk)
    assert state_of(payout) == "approved"


def test_a_gift_is_given_in_the_books(cast, bob, charity, deliver_all):
    [gift] = request_payout(member=bob, parts=[Part("charity", 30, charity)], submission=uuid4())
    approve_payout(admin=cast.ada, payout=gift)
    deliver_all()
    assert state_of(gift) == "paid"
    assert balance_of(cast.acme, AccountRef(Account.Kind.CHARITY, purpose=str(charity.pk))) == 30


def test_the_member_is_told(cast, bob, billing, payout, deliver_all):
    from community.notifications.models import Notification

    deliver_all()
    kinds = Notification.objects.filter(recipient=bob).values_list("kind", flat=True)
    assert set(kinds) == {"payout_approved", "payout_paid"}


def test_cash_is_sent_by_nobody_but_a_person(cast, bob):
    [cash] = request_payout(member=bob, parts=[Part("cash", 500)], submission=uuid4())
    approve_payout(admin=cast.ada, payout=cash)
    assert not send_payout(cash.pk)
    assert settle() == 0
    assert state_of(cash) == "approved"
