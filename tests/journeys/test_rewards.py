"""From an answer to money, in the demo and over HTTP: earned, pending, vested, asked for, approved, on the statement."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Company, Membership
from community import clock
from community.demo.logins import DEMO_PASSWORD
from community.demo.seeding import seed_demo
from community.questions.models import Question
from rewards.earning.tasks import vest
from rewards.ledger.queries import points_of
from rewards.payouts.models import Charity, Payout
from rewards.payouts.tasks import settle
from tests import factories

pytestmark = pytest.mark.django_db


def sign_in(email: str) -> Client:
    browser = Client(HTTP_HOST="localhost")
    sent = browser.post("/c/lark/accounts/login/", {"login": email, "password": DEMO_PASSWORD})
    assert sent.status_code == 302, sent.content.decode()[-2000:]
    return browser


def words(browser: Client, path: str) -> str:
    page = browser.get(f"/c/lark/{path}")
    assert page.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def submission(browser: Client, path: str) -> str:
    found = re.search(r'name="submission" value="([0-9a-f-]{36})"', browser.get(f"/c/lark/{path}").content.decode())
    assert found
    return found[1]


def solve_a_question(rosa: Client, tunde: Client, topic: int) -> None:
    """Let Rosa ask, Tunde answer, and Rosa accept."""
    asked = {"title": "Why does my phone ring twice?", "body": factories.BODY, "topic": topic, "tags": ""}
    rosa.post("/c/lark/ask/", {**asked, "submission": submission(rosa, "ask/")})
    question = Question.objects.latest("pk")
    page = f"q/{question.pk}/{question.slug}/"
    assert "100 points (£1.00)" in words(tunde, page)
    reply = {"body": factories.ANSWER, "purpose": "attempt", "submission": submission(tunde, page)}
    tunde.post(f"/c/lark/q/{question.pk}/answer/", reply)
    rosa.post(f"/c/lark/answers/{question.answers.get().pk}/accept/")


def test_from_an_answer_to_a_gift(deliver_all, capsys):
    seed_demo()
    lark = Company.objects.get(slug="lark")
    member = Membership.objects.get(company=lark, person__email="tunde@lark.example")
    rosa, tunde, ada = (sign_in(f"{name}@lark.example") for name in ("rosa", "tunde", "ada"))
    assert "How to earn your first points" in words(tunde, "wallet/")

    solve_a_question(rosa, tunde, factories.topic_of(lark).pk)
    deliver_all()
    assert points_of(member).pending == 100
    assert "Pending 100" in words(tunde, "wallet/")

    with clock.moved(timedelta(days=15)):
        vest()
        deliver_all()
        assert "Yours to spend 100" in words(tunde, "wallet/")
        prove = tunde.get("/c/lark/wallet/payout/").headers["Location"]
        tunde.post(prove, {"password": DEMO_PASSWORD})
        charity = Charity.objects.filter(company=lark)[0]
        gift = {"charity": 60, "to": charity.pk, "submission": submission(tunde, "wallet/payout/")}
        for _click in range(2):
            assert tunde.post("/c/lark/wallet/payout/", gift).status_code == 302
        payout = Payout.objects.get()
        assert (payout.points, payout.state) == (60, "requested")
        asked = ada.post(
            "/c/lark/manage/payouts/payout/", {"action": "approve", "_selected_action": str(payout.pk)}
        ).headers["Location"]
        ada.post(asked, {})
        payout.refresh_from_db()
        assert payout.state != "requested"
        deliver_all()
        settle()
        payout.refresh_from_db()
        assert payout.state == "paid"
        statement = words(tunde, "wallet/statement/")
        for line in ("Vested: yours to spend", "Payout requested", "Paid out", "you had £0.40 to spend"):
            assert line in statement
        assert "Yours to spend 40" in words(tunde, "wallet/")
        call_command("ledger_verify")
    assert "all is well" in capsys.readouterr().out
