"""What members, moderators and admins see of fairness; everything works without JavaScript."""

from __future__ import annotations

import pytest

from accounts.models import Membership
from community.moderation.actions.appeal import appeal_decision
from community.moderation.models import DecisionRecord
from rewards.integrity.models import IntegrityRules, RewardCase
from rewards.integrity.queries import rules_of
from tests import factories

MANAGE = "/c/acme/manage"
CASES = f"{MANAGE}/integrity/rewardcase"
RULES = f"{MANAGE}/integrity/integrityrules"
NUMBERS = {
    "is_on": "on", "signals_to_hold": "3", "share_percent": "60", "share_least": "5", "one_in": "1000",
    "reciprocal_least": "2", "reciprocal_days": "30", "burst_seconds": "60", "young_days": "3", "crowd": "5",
    "scan_days": "28",
}  # fmt: skip


@pytest.fixture
def mona(cast, browser_of):
    return browser_of(cast.mona)


@pytest.fixture
def ada(cast, browser_of):
    return browser_of(cast.ada)


@pytest.mark.parametrize("who", [None, "bob"])
def test_everybody_reads_the_kinds_of_signals_but_no_thresholds(cast, browser_of, who):
    page = browser_of(getattr(cast, who) if who else None).get("/c/acme/rewards/integrity/").content.decode()
    assert "Two members accept each other&#x27;s answers" in page and "within 10 days" in page
    assert "60 seconds" not in page and "50 percent" not in page


def test_the_earner_reads_the_decision_and_appeals(held, cast, browser_of):
    browser, record = browser_of(cast.bob), DecisionRecord.objects.get()
    page = browser.get(f"/c/acme/decisions/{record.pk}/").content.decode()
    for said in ("No person has looked at it yet", "Both accounts seem to belong to one person", "What we look at"):
        assert said in page
    assert "Alice" not in page
    words = {"text": "Alice is my neighbour, she did not know."}
    assert browser.post(f"/c/acme/decisions/{record.pk}/", words).status_code == 302


def test_the_index_and_the_list_say_what_waits(held, mona):
    assert "1 case about points waits for a decision." in mona.get(f"{MANAGE}/").content.decode()
    assert "Bob" in mona.get(f"{CASES}/").content.decode()


def test_the_page_of_a_case_shows_the_evidence_and_the_answer(held, mona):
    page = mona.get(f"{CASES}/{held.pk}/change/").content.decode()
    assert "same address and browser: 1" in page and "100 points" in page
    assert "Pay the points" in page and "Do not pay the points" in page


@pytest.mark.parametrize(("act", "state"), [("release", "released"), ("void", "voided")])
def test_a_moderator_decides_with_a_reason(held, mona, act, state):
    address = f"{CASES}/act/{act}/?ids={held.pk}"
    assert mona.get(address).status_code == 200
    assert mona.post(address, {"reason": ""}).status_code == 422
    assert mona.post(address, {"reason": "They are neighbours"}).status_code == 302
    held.refresh_from_db()
    assert held.state == state
    assert "Pay the points" not in mona.get(f"{CASES}/{held.pk}/change/").content.decode()


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_members_do_not_open_cases(held, cast, browser_of, who):
    browser = browser_of(getattr(cast, who))
    assert browser.get(f"{CASES}/{held.pk}/change/").status_code == 403
    assert browser.post(f"{CASES}/act/release/?ids={held.pk}", {"reason": "Because"}).status_code == 403


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_a_moderator_does_not_see_a_case_about_themselves(held, cast, browser_of, who):
    appeal_decision(member=cast.bob, record_id=DecisionRecord.objects.get().pk, text="She did not know, I did not ask.")
    member = getattr(cast, who)
    Membership.objects.filter(pk=member.pk).update(role="moderator")
    member.refresh_from_db()
    browser = browser_of(member)
    assert "same address" not in browser.get(f"{CASES}/{held.pk}/change/", follow=True).content.decode()
    assert "waits for a decision" not in browser.get(f"{MANAGE}/").content.decode()
    assert f"/{held.pk}/change/" not in browser.get(f"{CASES}/").content.decode()
    assert browser.post(f"{CASES}/act/release/?ids={held.pk}", {"reason": "Because"}).status_code == 404
    if who == "alice":
        for kind in ("appeal", "decisionrecord"):
            assert "Bob" not in browser.get(f"{MANAGE}/moderation/{kind}/").content.decode()


def test_held_points_in_the_wallet_lead_to_their_decision(held, cast, browser_of):
    browser, record = browser_of(cast.bob), DecisionRecord.objects.get()
    address = f"/c/acme/decisions/points/{record.target_id}/"
    assert address in browser.get("/c/acme/wallet/").content.decode()
    assert browser.get(address).url == f"/c/acme/decisions/{record.pk}/"


def test_another_companys_admin_finds_nothing(held, cast, browser_of):
    boss = browser_of(factories.make_member(cast.bolt, "Boss", role="admin"))
    address = f"/c/bolt/manage/integrity/rewardcase/act/release/?ids={held.pk}"
    assert boss.post(address, {"reason": "Because"}).status_code == 404
    assert RewardCase.objects.get().is_open


def test_an_admin_changes_thresholds_in_versions(cast, ada):
    assert ada.get(f"{RULES}/").url == f"{RULES}/add/"
    assert ada.post(f"{RULES}/add/", NUMBERS).status_code == 302
    assert (rules_of(cast.acme).version, rules_of(cast.acme).signals_to_hold) == (1, 3)
    assert ada.get(f"{RULES}/").url == f"{RULES}/{cast.acme.pk}/change/"
    ada.post(f"{RULES}/{cast.acme.pk}/change/", {**NUMBERS, "share_percent": "70"})
    assert (rules_of(cast.acme).version, rules_of(cast.acme).share_percent) == (2, 70)
    ada.post(f"{RULES}/{cast.acme.pk}/change/", {**NUMBERS, "share_percent": "70"})
    assert rules_of(cast.acme).version == 2


@pytest.mark.parametrize(("name", "value"), [("share_percent", "101"), ("signals_to_hold", "0"), ("crowd", "-1")])
def test_thresholds_that_make_no_sense_are_said(ada, name, value):
    response = ada.post(f"{RULES}/add/", {**NUMBERS, name: value})
    assert response.status_code == 200 and "errorlist" in response.content.decode()
    assert not IntegrityRules.objects.exists()


def test_moderators_do_not_see_thresholds(mona):
    assert mona.get(f"{RULES}/").status_code == 403
    assert mona.post(f"{RULES}/add/", NUMBERS).status_code == 403
