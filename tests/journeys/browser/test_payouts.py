"""The pages about points and money: nothing stands in anybody's way, on phones, in the dark, and when something is wrong."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from community import clock
from rewards.earning.models import Program
from rewards.payouts.actions.decide import approve_payout, refuse_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.actions.send import send_payout
from rewards.payouts.models import Charity, PayoutDetails, PayoutRules
from tests import factories
from tests.journeys.browser.inspection import find_barriers
from tests.kept import keep_with
from tests.rewards.payouts.conftest import IBAN, fund


@pytest.fixture
def payouts(stage):
    """Bob has points, one payout that was paid, one that was refused, and one that waits."""
    return keep_with(stage, "payouts", lambda: make_payouts(stage))


def make_payouts(stage):
    company, bob = stage.company, stage.bob
    Program.objects.get_or_create(company=company, defaults={"is_running": True})
    PayoutRules.objects.create(company=company, threshold=700, cash_months=[1], last_day=5)
    charity = Charity.objects.create(company=company, name="The Reading Bus", about="Brings books to villages.")
    PayoutDetails.objects.create(
        company=company, member=bob, holder="Bob Example", iban=IBAN, is_of_age=True,
        changed_at=clock.now() - timedelta(days=9),
    )  # fmt: skip
    fund(bob, 1000)
    made = [request_payout(member=bob, parts=[Part("charity", 50, charity)], submission=uuid4())[0] for _ in range(3)]
    approve_payout(admin=stage.ada, payout=made[0])
    send_payout(made[0].pk)
    refuse_payout(admin=stage.ada, payout=made[1], reason="Choose another one, please.")
    return made


MEMBERS = ["wallet/", "wallet/payout/", "wallet/details/", "wallet/payouts/", "wallet/payouts/{refused}/",
           "wallet/payouts/{waiting}/", "wallet/statement/", "rewards/totals/"]  # fmt: skip
ADMINS = ["manage/payouts/payout/", "manage/payouts/payout/{waiting}/change/", "manage/payouts/payout/files/",
          "manage/payouts/payout/health/", "manage/payouts/payoutrules/", "manage/payouts/charity/",
          "manage/payouts/creditwebhook/", "manage/ledger/transfer/",
          "manage/payouts/payout/act/refuse/?ids={waiting}"]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "pages"), [("bob", MEMBERS[:4]), ("bob", MEMBERS[4:]), ("ada", ADMINS[:4]), ("ada", ADMINS[4:])]
)
def test_pages_are_there_for_everybody(stage, payouts, open_browser, who, pages):
    page = open_browser(getattr(stage, who))
    found = []
    for pattern in pages:
        path = pattern.format(refused=payouts[1].pk, waiting=payouts[2].pk)
        page.goto(stage.address("{home}") + path)
        found += [f"{pattern} {line}" for line in find_barriers(page)]
    assert not found, "\n".join(found)


def test_an_empty_wallet_too(stage, open_browser):
    factories.make_topic(stage.company, "Phones")
    page = open_browser(stage.alice)
    page.goto(stage.address("{home}wallet/"))
    expect(page.get_by_role("heading", name="How to earn your first points")).to_be_visible()
    found = find_barriers(page)
    assert not found, "\n".join(found)


def test_a_refused_form_leads_to_what_is_wrong_and_keeps_what_was_written(stage, payouts, open_browser):
    page = open_browser(stage.bob, java_script_enabled=False)
    page.goto(stage.address("{home}wallet/payout/"))
    page.get_by_label("Points as a gift to charity").fill("5000")
    page.get_by_label("Which charity").select_option(label="The Reading Bus")
    page.get_by_role("button", name="Ask for the payout").click()
    expect(page.get_by_role("alert")).to_contain_text("You can take out 900 points at most.")
    expect(page.get_by_label("Points as a gift to charity")).to_have_value("5000")
    page.get_by_label("Points as a gift to charity").fill("900")
    page.get_by_role("button", name="Ask for the payout").click()
    expect(page.get_by_role("heading", name="Your payouts")).to_be_visible()
