"""Every kind of page, for everybody who may see it: nothing stands in anybody's way and nothing fails quietly."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser.inspection import find_barriers

# Who opens which pages; a few at a time, so that each test tells much and little has to be set up.
PAGES = {
    "visitor: questions": ["/", "{home}", "{solved}", "{waiting}", "{home}u/{alice}/", "{home}ask/"],
    "visitor: lists": [
        "{home}search/?q=number",
        "{home}search/?q=parsnip",
        "{home}topics/",
        "{home}t/general/",
        "{home}tags/",
        "{home}tags/number/",
    ],
    "visitor: helpers and badges": [
        "{home}helpers/",
        "{home}helpers/?period=all",
        "{home}badges/",
        "{home}badges/first-solution/",
    ],
    "alice: her reputation": ["{home}u/{alice}/reputation/"],
    "ada: warnings and worth": ["{home}insights/alerts/", "{home}insights/value/"],
    "ada: badges": ["{home}manage/badges/badge/", "{home}manage/badges/badge/add/", "{home}manage/reputation/score/"],
    "visitor: signing in": [
        "{home}accounts/login/",
        "{home}accounts/login/code/",
        "{home}accounts/signup/",
        "{home}accounts/password/reset/",
        "{home}mail/",
        "{home}nothing-here/",
    ],
    "alice: questions": [
        "{solved}",
        "{home}ask/",
        "{home}?filter=mine",
        "{home}posts/{question}/edit/",
        "{home}posts/{question}/history/",
    ],
    "alice: her own": [
        "{home}inbox/",
        "{home}inbox/mails/",
        "{home}profile/",
        "{home}accounts/email/",
        "{home}accounts/password/change/",
    ],
    "newcomer: joining": ["{home}join/"],
    "mona: posts": [
        "{solved}",
        "{home}manage/",
        "{home}manage/questions/question/",
        "{home}manage/questions/answer/?visibility=hidden",
        "{home}manage/questions/question/{question}/change/",
    ],
    "mona: people": [
        "{home}manage/accounts/membership/",
        "{home}manage/accounts/membership/{alice}/change/",
        "{home}manage/questions/comment/",
    ],
}


@pytest.mark.parametrize("pages", PAGES)
def test_pages_are_there_for_everybody(pages, stage, open_browser):
    who = pages.partition(":")[0]
    page = open_browser(None if who == "visitor" else getattr(stage, who))
    found = []
    for pattern in PAGES[pages]:
        page.goto(stage.address(pattern))
        found += [f"{pattern} {line}" for line in find_barriers(page)]
    assert not found, "\n".join(found)


def test_the_style_guide_too(settings, stage, open_browser):
    settings.DEBUG = True
    page = open_browser()
    page.goto(stage.address("{home}styleguide/"))
    found = find_barriers(page)
    assert not found, "\n".join(found)


def test_forms_that_come_back_too(stage, open_browser):
    page = open_browser(stage.alice)
    for pattern, button in (("{home}ask/", "Post your question"), ("{solved}", "Post answer")):
        send_empty(page, stage.address(pattern), button)
        found = find_barriers(page)
        assert not found, "\n".join(found)


def send_empty(page: Page, address: str, button: str) -> None:
    page.goto(address)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert")).to_be_focused()
