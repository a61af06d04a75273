"""What a page does for people who write: drafts, keys, and forms that come back with everything in them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

TEXT = "Half a question that may yet become a whole one."


def title_of(page: Page) -> Locator:
    return page.get_by_label("Your question in one sentence")


def test_a_draft_comes_back_after_a_reload_and_can_be_discarded_and_undone(stage, open_browser):
    page = open_browser(stage.alice)
    page.goto(stage.address("{home}ask/"))
    title_of(page).fill("Why is it so slow?")
    page.get_by_label("Details").fill(TEXT)
    page.reload()
    expect(title_of(page)).to_have_value("Why is it so slow?")
    expect(page.get_by_label("Details")).to_have_value(TEXT)
    page.get_by_role("button", name="Discard draft").click()
    expect(page.get_by_label("Details")).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Details")).to_have_value(TEXT)


def test_a_visitor_s_draft_too(stage, open_browser):
    page = open_browser()
    page.goto(stage.address("{home}ask/"))
    page.get_by_label("Details").fill(TEXT)
    page.reload()
    expect(page.get_by_label("Details")).to_have_value(TEXT)


def test_a_refused_question_keeps_its_text_and_leads_to_what_is_wrong(stage, open_browser):
    page = open_browser(stage.alice)
    page.goto(stage.address("{home}ask/"))
    title_of(page).fill("Why?")
    page.get_by_label("Details").fill(TEXT)
    page.get_by_role("button", name="Post your question").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Details")).to_have_value(TEXT)
    page.get_by_role("alert").get_by_role("link", name="Topic").click()
    expect(page.get_by_label("Topic")).to_be_focused()


def test_a_refused_answer_does_so_without_leaving_the_page(stage, open_browser):
    page = open_browser(stage.alice)
    page.goto(stage.address("{waiting}"))
    page.locator("#composer textarea").fill("x")
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="Post answer").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#composer textarea")).to_have_value("x")
    assert page.evaluate("window.stayed")


@pytest.mark.parametrize("pattern", ["{home}", "{solved}", "{home}ask/", "{home}accounts/login/"])
def test_the_first_stop_of_the_keyboard_skips_to_the_content(pattern, stage, open_browser):
    page = open_browser()
    page.goto(stage.address(pattern))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_slash_searches_and_control_enter_posts(stage, open_browser):
    page = open_browser(stage.bob)
    page.goto(stage.address("{waiting}"))
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search questions")).to_be_focused()
    page.locator("#composer textarea").fill("It went away after a restart, without my doing anything.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("article", name="Answer")).to_contain_text("It went away after a restart")
    expect(page.locator("#composer textarea")).to_have_value("")
