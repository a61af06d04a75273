"""What JavaScript adds: acts without a new page, drafts, keys, times in the reader's zone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from community.questions.actions.vote import vote_on

DRAFT = "Half an answer, which I will finish tomorrow"


@pytest.fixture
def alice(stage, open_browser) -> Page:
    """Alice, on the page of the question that Bob solved for her."""
    page = open_browser(stage.alice)
    page.goto(stage.address("{solved}"))
    return page


def test_a_vote_changes_its_button_and_keeps_the_focus(stage, alice):
    button = alice.locator(f"#helpful-{stage.accepted.pk}")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_taking_an_acceptance_back_opens_the_question_and_keeps_the_focus(stage, alice):
    alice.get_by_role("button", name="Undo accept").click()
    expect(alice.get_by_role("article", name="Accepted answer")).to_have_count(0)
    expect(alice.locator("#state .chip")).not_to_contain_text("Solved")
    expect(alice.locator(f"#accept-{stage.accepted.pk}")).to_be_focused()


def test_counts_change_in_place_while_somebody_writes_a_comment(stage, alice):
    """The part that is being written in waits; the others change, and what did not change stays the same element."""
    comments = alice.locator(f"#comments-{stage.solved.pk}")
    comments.get_by_text("Comment", exact=True).click()
    comments.get_by_role("textbox").fill("Which model do")
    alice.evaluate("document.getElementById('composer').untouched = true")
    vote_on(voter=stage.mona, answer=stage.accepted, value=1)
    expect(alice.locator(f"#helpful-{stage.accepted.pk} .count")).to_have_text("1")
    expect(comments.get_by_role("textbox")).to_have_value("Which model do")
    assert alice.evaluate("document.getElementById('composer').untouched")


def test_a_refused_comment_keeps_its_text(stage, alice):
    comments = alice.locator(f"#comments-{stage.accepted.pk}")
    comments.get_by_text("Comment", exact=True).click()
    comments.get_by_role("textbox").fill("x")
    comments.get_by_role("button", name="Add comment").click()
    expect(comments.locator(".errorlist")).to_be_visible()
    expect(comments.get_by_role("textbox")).to_have_value("x")


def test_a_preview_shows_what_will_stand_there(alice):
    alice.locator("#composer textarea").fill("It works. **Thank you.**")
    alice.get_by_role("button", name="Preview").click()
    expect(alice.locator(".editor-preview strong")).to_have_text("Thank you.")
    alice.get_by_role("button", name="Write").click()
    expect(alice.locator("#composer textarea")).to_be_focused()


def test_a_draft_survives_a_reload_and_ends_with_the_answer(alice):
    text = alice.locator("#composer textarea")
    text.fill(DRAFT)
    expect(alice.locator("[data-draft-status]")).to_have_text("Draft saved")
    alice.reload()
    expect(text).to_have_value(DRAFT)
    alice.get_by_role("button", name="Post answer").click()
    expect(alice.locator("#answer-list")).to_contain_text(DRAFT)
    alice.reload()
    expect(text).to_have_value("")


def test_a_discarded_draft_can_be_had_back(alice):
    text = alice.locator("#composer textarea")
    text.fill(DRAFT)
    alice.get_by_role("button", name="Discard draft").click()
    expect(text).to_have_value("")
    alice.get_by_role("button", name="Undo", exact=True).click()
    expect(text).to_have_value(DRAFT)


def test_a_selected_sentence_is_quoted(stage, alice):
    alice.evaluate(f"getSelection().selectAllChildren(document.querySelector('#answer-{stage.accepted.pk} .prose li'))")
    alice.keyboard.press("q")
    expect(alice.locator("#composer textarea")).to_have_value("> Ask the old provider for the transfer code.\n\n")


def test_the_colours_change_at_once_and_stay(stage, open_browser):
    page = open_browser()
    page.goto(stage.address("{home}"))
    with page.expect_response("**/choices/colours/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")


def test_keys_find_rows_and_help_and_can_be_switched_off(stage, open_browser):
    page = open_browser()
    page.goto(stage.address("{home}"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-key-open]").nth(1)).to_be_focused()
    page.keyboard.press("?")
    page.get_by_role("checkbox", name="Use single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    page.reload()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_the_menu_closes_on_escape(stage, alice):
    alice.locator("[data-menu] summary").click()
    expect(alice.get_by_role("link", name="Your page")).to_be_visible()
    alice.keyboard.press("Escape")
    expect(alice.get_by_role("link", name="Your page")).to_be_hidden()
    expect(alice.locator("[data-menu] summary")).to_be_focused()


def test_times_are_told_in_the_reader_s_zone(stage, open_browser):
    page = open_browser(timezone_id="Asia/Tokyo")
    page.goto(stage.address_of_new_question())
    time = page.locator("section.post time").first
    expect(time).to_have_text("now")
    hour = page.evaluate("(time) => new Date(time.dateTime).getHours()", time.element_handle())
    assert f"{hour % 12 or 12}:" in (time.get_attribute("title") or "")


def test_a_page_takes_few_requests(stage, open_browser):
    page = open_browser(stage.alice)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.goto(stage.address("{solved}"))
    page.wait_for_load_state("networkidle")
    assert len(seen) <= 12, seen
