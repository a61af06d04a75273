"""Payouts, rules and the ledger in the company's admin."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from community import clock
from community.audit.models import AuditEntry
from rewards.earning.models import Earning, PriceList
from rewards.ledger.models import Transfer
from rewards.payouts.actions.by_hand import make_transfer_file, say_failed
from rewards.payouts.actions.decide import approve_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.models import Charity, CreditWebhook, Payout, PayoutRules
from tests.rewards.payouts.conftest import fund

MANAGE = "/c/acme/manage"
PAYOUTS, LEDGER = f"{MANAGE}/payouts/payout/", f"{MANAGE}/ledger/transfer/"
PAGES = [
    PAYOUTS, f"{PAYOUTS}files/", f"{PAYOUTS}health/", LEDGER, f"{MANAGE}/payouts/payoutrules/add/",
    f"{MANAGE}/payouts/charity/", f"{MANAGE}/payouts/charity/add/", f"{MANAGE}/payouts/creditwebhook/",
]  # fmt: skip


@pytest.fixture
def payout(bob) -> Payout:
    return request_payout(member=bob, parts=[Part("cash", 600)], submission=uuid4())[0]


@pytest.fixture
def ada(cast, browser_of):
    return browser_of(cast.ada)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_admins(cast, program, browser_of, page):
    assert browser_of(cast.ada).get(page).status_code == 200
    assert browser_of(cast.mona).get(page).status_code == 403
    assert browser_of(cast.alice).get(page).status_code == 403
    assert browser_of(None).get(page).status_code == 302


def test_what_waits_is_approved_from_the_list(cast, ada, payout):
    page = ada.get(PAYOUTS, {"state__exact": "requested"}).content.decode()
    assert "£6.00" in page and "Bob" in page
    sent = ada.post(PAYOUTS, {"action": "approve", "_selected_action": [payout.pk], "index": "0"})
    assert f"act/approve/?ids={payout.pk}" in sent.headers["Location"]
    assert "£6.00, Bob" in ada.get(sent.headers["Location"]).content.decode()
    ada.post(sent.headers["Location"])
    payout.refresh_from_db()
    assert payout.state == "approved"


def test_the_page_of_a_payout_shows_where_it_goes_and_how_far_it_is(cast, ada, payout):
    approve_payout(admin=cast.ada, payout=payout)
    page = ada.get(f"{PAYOUTS}{payout.pk}/change/").content.decode()
    assert "DE89 3704 0044 0532 0130 00" in page and "Bob Example" in page
    assert "Approved" in page and "Ada" in page
    assert 'name="_save"' not in page


@pytest.mark.parametrize("ids", ["", "x", "1", "00000000-0000-0000-0000-000000000000", "' OR 1=1"])
def test_ids_that_are_none_lead_nowhere(ada, payout, ids):
    assert ada.get(f"{PAYOUTS}act/approve/?ids={ids}").status_code == 404


def test_a_refusal_without_a_reason_asks_again(ada, payout):
    asked = ada.post(f"{PAYOUTS}act/refuse/?ids={payout.pk}", {"reason": ""})
    assert asked.status_code == 422
    payout.refresh_from_db()
    assert payout.state == "requested"


def test_transfers_are_taken_out_and_said_to_be_paid(cast, ada, payout, points, bob):
    approve_payout(admin=cast.ada, payout=payout)
    page = ada.post(f"{PAYOUTS}files/", follow=True).content.decode()
    assert "The file is made." in page
    sent = ada.get(f"{PAYOUTS}files/1/")
    assert "DE89370400440532013000" in sent.content.decode()
    assert "no-store" in sent.headers["Cache-Control"]
    ada.post(f"{PAYOUTS}act/paid/?ids={payout.pk}", {"reference": "T-1"})
    assert points(bob)["payout_pending"] == 0
    assert ada.get(f"{PAYOUTS}files/2/").status_code == 404
    assert ada.post(f"{PAYOUTS}files/1/").status_code == 405


def test_an_empty_file_is_refused_in_a_sentence(ada, program):
    assert "No approved payout waits" in ada.post(f"{PAYOUTS}files/", follow=True).content.decode()


@pytest.mark.parametrize("text", ["Bob", "nobody", "x" * 300, "%", "0190"])
def test_the_lists_can_be_searched_with_anything(ada, payout, text):
    assert ada.get(PAYOUTS, {"q": text}).status_code == 200
    assert ada.get(LEDGER, {"q": text}).status_code == 200


def test_the_ledger_is_shown_and_filtered_and_cannot_be_written(cast, ada, payout):
    fund(cast.alice, 77)
    everything = ada.get(LEDGER).content.decode()
    assert "Payout requested" in everything and "-600" in everything
    assert "+77" not in ada.get(LEDGER, {"q": "Bob"}).content.decode()
    assert "+77" not in ada.get(LEDGER, {"kind": "payout_request"}).content.decode()
    assert "+77" in ada.get(LEDGER, {"month": f"{clock.now():%Y-%m}"}).content.decode()
    assert "+77" not in ada.get(LEDGER, {"month": "2020-01"}).content.decode()
    assert ada.get(LEDGER, {"month": "nonsense"}).status_code == 200
    transfer = Transfer.objects.order_by("pk").last()
    page = ada.get(f"{LEDGER}{transfer.pk}/change/").content.decode()
    assert "+77" in page and 'name="_save"' not in page
    assert ada.get(f"{LEDGER}add/").status_code == 403
    assert ada.post(f"{LEDGER}{transfer.pk}/change/", {"kind": "x"}).status_code == 403
    assert ada.post(f"{LEDGER}{transfer.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_lists_take_as_many_queries_with_many_rows(cast, ada, bob, charity, django_assert_max_num_queries):
    def ask():
        request_payout(member=bob, parts=[Part("charity", 1, charity)], submission=uuid4())

    ask()
    for page in (PAYOUTS, LEDGER):
        ada.get(page)
        with django_assert_max_num_queries(60) as few:
            ada.get(page)
        for _again in range(4):
            ask()
        with django_assert_max_num_queries(len(few.captured_queries)):
            ada.get(page)


RULES = {
    "offers_cash": "on", "threshold": "700", "credit_threshold": "100", "charity_threshold": "1", "first_day": "1",
    "last_day": "5", "cash_months": ["6", "12"], "second_person_limit": "5000", "default_choice": "charity",
    "details_wait_hours": "72", "countries": "de, fr", "yearly_most": "0", "expiry_months": "12", "expiry_charity": "",
}  # fmt: skip
BAD_RULES = [
    ("threshold", "0"), ("threshold", "-1"), ("threshold", "1.5"), ("threshold", "9" * 30), ("last_day", "0"),
    ("first_day", "29"), ("cash_months", ["13"]), ("details_wait_hours", "1"), ("countries", "Germany"),
    ("countries", "D1"), ("expiry_months", "999"), ("second_person_limit", "0"), ("default_choice", "gold"),
]  # fmt: skip


def test_rules_are_written_and_changed(cast, ada):
    assert ada.post(f"{MANAGE}/payouts/payoutrules/add/", RULES).status_code == 302
    rules = PayoutRules.objects.get()
    assert (rules.company, rules.cash_months, rules.countries) == (cast.acme, [6, 12], ["DE", "FR"])
    page = ada.get(f"{MANAGE}/payouts/payoutrules/", follow=True).content.decode()
    assert 'value="DE FR"' in page
    ada.post(f"{MANAGE}/payouts/payoutrules/{rules.pk}/change/", {**RULES, "cash_months": []})
    rules.refresh_from_db()
    assert rules.cash_months == []


@pytest.mark.parametrize(("field", "value"), BAD_RULES)
def test_rules_that_cannot_be_are_said_beside_their_field(ada, field, value):
    refused = ada.post(f"{MANAGE}/payouts/payoutrules/add/", {**RULES, field: value})
    assert refused.status_code == 200
    assert list(refused.context["adminform"].form.errors) == [field]
    assert not PayoutRules.objects.exists()


def test_days_that_are_no_stretch_are_refused(ada):
    refused = ada.post(f"{MANAGE}/payouts/payoutrules/add/", {**RULES, "first_day": "20", "last_day": "10"})
    assert refused.status_code == 200
    assert not PayoutRules.objects.exists()


def test_another_companys_charity_is_not_offered(cast, ada):
    elsewhere = Charity.objects.create(company=cast.bolt, name="Elsewhere")
    refused = ada.post(f"{MANAGE}/payouts/payoutrules/add/", {**RULES, "expiry_charity": elsewhere.pk})
    assert list(refused.context["adminform"].form.errors) == ["expiry_charity"]


def test_a_charity_has_its_name_once(ada, charity):
    refused = ada.post(f"{MANAGE}/payouts/charity/add/", {"name": "Sea rescue", "is_active": "on"})
    assert "already" in refused.content.decode()
    assert Charity.objects.count() == 1


WEBHOOK = f"{MANAGE}/payouts/creditwebhook/"


def test_the_secret_of_the_webhook_is_shown_once(cast, ada, monkeypatch):
    monkeypatch.setattr("rewards.payouts.actions.settings.check_address", lambda url: None)
    page = ada.post(WEBHOOK, {"url": "https://billing.example/points"})
    secret = CreditWebhook.objects.get().secret
    assert secret in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert secret not in ada.get(WEBHOOK).content.decode()
    again = ada.post(WEBHOOK, {"url": "https://billing.example/other"})
    assert CreditWebhook.objects.get().secret == secret and secret not in again.content.decode()
    renewed = ada.post(WEBHOOK, {"url": "https://billing.example/other", "new_secret": "1"})
    assert CreditWebhook.objects.get().secret != secret
    assert CreditWebhook.objects.get().secret in renewed.content.decode()


@pytest.mark.parametrize(
    "url", ["http://billing.example/", "https://127.0.0.1/", "https://10.0.0.1/", "file:///etc/passwd", "", "x"]
)
def test_addresses_that_are_not_called_are_refused(ada, url):
    refused = ada.post(WEBHOOK, {"url": url})
    assert refused.status_code == 422
    assert "url" in refused.context["form"].errors
    assert not CreditWebhook.objects.exists()


def test_no_page_shows_the_secret_of_the_webhook_again(cast, ada, webhook):
    for page in (WEBHOOK, f"{WEBHOOK}{webhook.pk}/change/", f"{WEBHOOK}{webhook.pk}/history/"):
        assert webhook.secret not in ada.get(page).content.decode()


def test_a_charity_with_gifts_keeps_its_name(cast, bob, ada, charity):
    page = f"{MANAGE}/payouts/charity/{charity.pk}/change/"
    ada.post(page, {"name": "Sea rescuers", "is_active": "on"})
    entry = AuditEntry.objects.get(action="charity.changed")
    assert (entry.before["name"], entry.after["name"]) == ("Sea rescue", "Sea rescuers")
    charity.refresh_from_db()
    request_payout(member=bob, parts=[Part("charity", 10, charity)], submission=uuid4())
    assert "under its name" in ada.post(page, {"name": "My holiday", "is_active": "on"}, follow=True).content.decode()
    charity.refresh_from_db()
    assert charity.name == "Sea rescuers"
    ada.post(page, {"name": "Sea rescuers", "about": "Boats"})
    charity.refresh_from_db()
    assert not charity.is_active


def test_a_file_with_points_given_back_is_not_made_again(cast, ada, payout):
    approve_payout(admin=cast.ada, payout=payout)
    batch = make_transfer_file(admin=cast.ada)
    assert ada.get(f"{PAYOUTS}files/{batch.number}/").status_code == 200
    payout.refresh_from_db()
    say_failed(admin=cast.ada, payout=payout, reason="Closed account")
    page = ada.get(f"{PAYOUTS}files/{batch.number}/", follow=True).content.decode()
    assert "would pay twice" in page and "DE8937" not in page


def test_what_a_member_owes_stands_beside_the_request(cast, bob, ada, payout, second):
    prices = PriceList.objects.create(
        company=cast.acme, version=1, state="active", monthly_pot=3000, author=cast.ada, activated_by=second,
        activated_at=clock.now(),
    )  # fmt: skip
    Earning.objects.create(
        company=cast.acme, member=bob, act="accepted", source="test:1", subject="test:1", price_list=prices, points=50,
        reason="price", month="2026-11", sequence=1, occurred_at=clock.now(), decided_at=clock.now(), ended_sequence=2,
        state="clawed_back", shortfall=40, ended_at=clock.now(), ended_reason="x", matures_at=clock.now(),
        vested_at=clock.now(),
    )  # fmt: skip
    bob.suspended_until = clock.now() + timedelta(days=1)
    bob.save()
    page = ada.get(PAYOUTS).content.decode()
    assert "40 points of taken back awards were spent already." in page and "The member is suspended." in page
