"""Sending: once, whatever happens; what is not clear is asked, and never sent again."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from uuid import uuid4

import pytest

from community import clock
from community.web import outbound
from community.web.errors import NotAllowed
from community.web.signing import signature
from rewards.ledger.models import Account, AccountRef, Freeze, Transfer
from rewards.ledger.queries import balance_of, points_of
from rewards.ledger.verification import findings_of
from rewards.payouts import providers
from rewards.payouts.actions.by_hand import say_failed, settle_late
from rewards.payouts.actions.decide import approve_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.actions.send import due_to_send, resolve_unknown, send_payout
from rewards.payouts.models import Charity, Payout
from rewards.payouts.providers.credit_webhook import CreditWebhookProvider
from rewards.payouts.tasks import ask, settle
from rewards.payouts.wording import ADDRESS_CHANGED
from tests import factories
from tests.races import race
from tests.rewards.payouts.conftest import fund
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
    assert settle() == 0
    with later(2):
        assert settle() == 1
    assert state_of(payout) == "paid"


def test_a_worker_that_died_while_sending_leaves_a_payout_to_ask_about(billing, payout, webhook):
    Payout.objects.filter(pk=payout.pk).update(state="sending", sent_to=webhook.url, tried_at=clock.now())
    billing.credited[str(payout.pk)] = {}
    with later(1):
        assert ask() == 0
    with later(5):
        assert ask() == 1
    assert state_of(payout) == "paid"
    assert [method for method, *_rest in billing.heard] == ["GET"]


def test_an_address_that_changed_gives_nothing_back(cast, bob, billing, payout, webhook, points):
    """Where it went, it was paid; where the company is now, nobody has heard of it."""
    billing.mood, billing.knows = "hang_up", False
    send_payout(payout.pk)
    with serve(Billing()) as new:
        webhook.url = f"http://127.0.0.1:{new.port}/points"
        webhook.save()
        with later(30):
            assert not resolve_unknown(payout.pk)
        assert new.heard == []
    billing.credited.clear()
    billing.knows = True
    with later(120):
        assert not resolve_unknown(payout.pk)
    assert state_of(payout) == "unknown"
    assert points(bob)["payout_pending"] == 600
    assert payout.attempts.last().said == ADDRESS_CHANGED


def test_a_webhook_that_was_changed_since_proves_nothing(cast, billing, payout, webhook):
    billing.mood = "broken"
    send_payout(payout.pk)
    webhook.changed_at = clock.now()
    webhook.save()
    with later(30):
        assert not resolve_unknown(payout.pk)
    assert state_of(payout) == "unknown"
    assert [each.method for each in Payout.objects.filter(state="unknown")] == ["credit"]


def test_an_address_with_a_query_is_asked_by_its_path(billing, payout, webhook):
    webhook.url += "?tenant=7"
    webhook.save()
    billing.mood = "broken"
    send_payout(payout.pk)
    with later(2):
        resolve_unknown(payout.pk)
    assert [path for _method, path, *_rest in billing.heard] == [
        "/points?tenant=7",
        f"/points/{payout.pk}?tenant=7",
    ]


def test_the_trail_does_not_grow_with_the_attempts(billing, payout, webhook):
    webhook.url = "http://127.0.0.1:1/points"
    webhook.save()
    for minute in range(60):
        with later(minute):
            settle()
    assert [step.step for step in payout.attempts.order_by("pk")] == ["requested", "approved", "sent", "put_back"]
    payout.refresh_from_db()
    assert 4 <= payout.tries <= 7


def test_a_company_whose_system_is_away_keeps_no_other_waiting(cast, bob, payout, charity):
    fund(bob, 1000)
    credits = [request_payout(member=bob, parts=[Part("credit", 100)], submission=uuid4())[0] for _each in range(7)]
    for each in credits:
        approve_payout(admin=cast.ada, payout=each)
    elsewhere = factories.make_member(cast.bolt)
    gift = Payout.objects.create(
        company=cast.bolt, member=elsewhere, method="charity", points=1, amount_minor=1, currency="GBP", state="approved",
        charity=Charity.objects.create(company=cast.bolt, name="Elsewhere"), approved_by=cast.charlie,
        submission=uuid4(), requested_at=clock.now() + timedelta(days=1),
    )  # fmt: skip
    due = due_to_send()
    assert len(due) == 6 and due.index(gift.pk) == 1
    Freeze.objects.create(company=cast.acme, findings=["x"])
    assert due_to_send() == [gift.pk]


def test_without_an_address_nothing_is_tried(billing, payout, webhook):
    webhook.delete()
    assert due_to_send() == [] and not send_payout(payout.pk)
    assert payout.attempts.last().step == "approved"


def test_paid_after_it_failed_is_found(cast, billing, payout, caplog):
    send = CreditWebhookProvider.send

    class Slow(CreditWebhookProvider):
        def send(self, payout):
            answer = send(self, payout)
            Payout.objects.filter(pk=payout.pk).update(state="unknown")
            say_failed(admin=cast.ada, payout=Payout.objects.get(pk=payout.pk), reason="Looked it up")
            return answer

    providers._PROVIDERS["credit"], before = Slow(), providers._PROVIDERS["credit"]
    try:
        send_payout(payout.pk)
    finally:
        providers._PROVIDERS["credit"] = before
    assert state_of(payout) == "failed"
    assert payout.attempts.last().step == "late"
    assert "after it had failed" in caplog.text
    assert findings_of(cast.acme) == [f"Payout {payout.pk} was paid after its points had gone back."]
    settle_late(admin=cast.ada, payout=payout, reason="The customer paid it back")
    assert findings_of(cast.acme) == []
    with pytest.raises(NotAllowed, match="not paid late"):
        settle_late(admin=cast.ada, payout=payout, reason="Again")


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
