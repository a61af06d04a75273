"""Writing first and signing in afterwards, with nothing but an address and the code that is sent to it."""

from __future__ import annotations

import re

from django.core import mail
from playwright.sync_api import Page, expect

from accounts.models import Membership
from community.questions.models import Topic

TITLE = "Can I pay by standing order?"
BODY = "My bank wants to know the account, and I cannot find it on any bill."


def type_code(page: Page) -> None:
    """Type the code of the newest mail, as somebody who has just looked into it."""
    found = re.search(r"^([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    page.get_by_label("Code").fill(found[1])
    page.get_by_role("button", name="Continue").click()


def test_a_visitor_writes_makes_an_account_joins_and_posts(stage, open_browser):
    page = open_browser()
    page.goto(stage.address("{home}ask/"))
    page.get_by_label("Your question in one sentence").fill(TITLE)
    page.get_by_label("Details").fill(BODY)
    page.get_by_label("Topic").select_option("Billing")
    page.get_by_role("button", name="Post your question").click()
    expect(page.get_by_role("status")).to_contain_text("Your text is kept")
    page.get_by_role("link", name="Make one").click()
    page.get_by_label("Email").fill("new@example.com")
    page.get_by_label("Password").fill("larks-and-ferns-2")
    page.get_by_role("button", name="Make an account").click()
    expect(page.get_by_role("link", name="read the mail here")).to_be_visible()
    type_code(page)
    page.get_by_label("Display name").fill("Nadia")
    page.get_by_role("button", name="Join").click()

    expect(page.get_by_label("Your question in one sentence")).to_have_value(TITLE)
    expect(page.get_by_label("Details")).to_have_value(BODY)
    expect(page.get_by_label("Topic")).to_have_value(str(Topic.objects.get(company=stage.company, name="Billing").pk))
    page.get_by_role("button", name="Post your question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert Membership.objects.get(display_name="Nadia").company == stage.company


def test_a_member_signs_in_with_a_code_and_finds_the_question_as_written(stage, open_browser):
    page = open_browser()
    page.goto(stage.address("{home}ask/"))
    page.get_by_label("Your question in one sentence").fill(TITLE)
    page.get_by_label("Details").fill(BODY)
    page.get_by_role("button", name="Post your question").click()
    page.get_by_role("link", name="Send me a code by email instead").click()
    page.get_by_label("Email").fill(stage.bob.person.email)
    page.get_by_role("button", name="Send the code").click()
    type_code(page)
    expect(page.get_by_label("Your question in one sentence")).to_have_value(TITLE)
    expect(page.get_by_label("Details")).to_have_value(BODY)
