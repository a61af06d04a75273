"""Letting payouts go on, in the company's admin."""

from __future__ import annotations

import pytest

from community.audit.models import AuditEntry
from community.notifications.models import Notification
from rewards.ledger.actions.verify import verify_ledger
from rewards.ledger.models import Balance, Freeze
from tests.rewards.ledger.conftest import POT
from tests.rewards.ledger.test_verification import corrupt

pytestmark = pytest.mark.django_db

FREEZES = "/c/acme/manage/ledger/freeze/"


@pytest.fixture
def freeze(cast, fund) -> Freeze:
    """Acme's books say a point more than there is."""
    fund(POT, 500)
    corrupt("UPDATE ledger_balance SET posted = posted + 1 WHERE min_balance = 0")
    verify_ledger(cast.acme)
    verify_ledger(cast.acme)
    return Freeze.objects.get()


def test_admins_are_told_once_and_read_what_was_found(cast, freeze, browser_of, deliver_all):
    deliver_all()
    told = Notification.objects.filter(kind="payouts_frozen")
    assert [each.recipient for each in told] == [cast.ada]
    browser = browser_of(cast.ada)
    assert FREEZES in browser.get("/c/acme/manage/").content.decode()
    page = browser.get(f"{FREEZES}{freeze.pk}/change/").content.decode()
    assert "its legs sum to 500" in page and "act/lift/" in page


def test_payouts_go_on_once_the_books_are_right(cast, freeze, browser_of):
    browser, address = browser_of(cast.ada), f"{FREEZES}act/lift/?ids={freeze.pk}"
    assert browser.post(address, {"reason": ""}).status_code == 422
    refused = browser.post(address, {"reason": "I looked at them."}, follow=True)
    assert "still wrong" in refused.content.decode()
    Balance.objects.filter(min_balance=0).update(posted=500)
    browser.post(address, {"reason": "A restore had been incomplete."})
    freeze.refresh_from_db()
    assert (freeze.lifted_by, freeze.lifted_because) == (cast.ada, "A restore had been incomplete.")
    assert AuditEntry.objects.filter(action="payouts.thawed").count() == 1


@pytest.mark.parametrize("who", ["mona", "alice"])
def test_only_admins_see_it(cast, freeze, browser_of, who):
    browser = browser_of(getattr(cast, who))
    assert browser.get(FREEZES).status_code == 403
    assert browser.post(f"{FREEZES}act/lift/?ids={freeze.pk}", {"reason": "Because."}).status_code in {403, 404}
    freeze.refresh_from_db()
    assert freeze.lifted_at is None
