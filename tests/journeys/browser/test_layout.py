"""What stands beside what, and how far apart: things that only a browser can tell."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

PHONE = {"viewport": {"width": 360, "height": 800}}
NARROWEST_GAP = 8


def top_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["y"]


def gap_below(upper: Locator, lower: Locator) -> float:
    box = upper.bounding_box()
    assert box is not None
    return top_of(lower) - (box["y"] + box["height"])


def test_fields_beside_each_other_stand_on_one_line(stage, open_browser):
    page = open_browser(stage.alice)
    page.goto(stage.address("{home}ask/"))
    assert top_of(page.locator("#id_topic")) == top_of(page.locator("#id_tags"))


def test_the_inbox_of_a_phone_has_its_buttons_in_one_line_below_the_heading(stage, open_browser):
    page = open_browser(stage.alice, **PHONE)
    page.goto(stage.address("{home}inbox/"))
    heading = page.get_by_role("heading", name="Inbox")
    mails, all_read = page.get_by_role("link", name="Choose your mails"), page.get_by_role("button", name="Mark all")
    assert top_of(mails) == top_of(all_read)
    assert gap_below(heading, mails) > 0
    assert heading.bounding_box()["x"] == mails.bounding_box()["x"]


def test_the_number_of_results_keeps_away_from_the_tabs(stage, open_browser):
    page = open_browser()
    page.goto(stage.address("{home}search/?q=number"))
    assert gap_below(page.locator(".tabs"), page.get_by_role("heading", name="1 question")) >= NARROWEST_GAP


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_about_oneself_is_cut_off_in_the_navigation(stage, open_browser, width):
    page = open_browser(stage.alice, viewport={"width": width, "height": 800})
    page.goto(stage.address("{home}settings/choices/"))
    assert page.locator(".tabs").evaluate("tabs => tabs.scrollWidth - tabs.clientWidth") == 0
    edge = page.locator(".tabs").bounding_box()
    last = page.locator(".tabs a").last.bounding_box()
    assert last["x"] + last["width"] <= edge["x"] + edge["width"]


def test_what_a_moderator_may_do_does_not_stick_together(stage, open_browser):
    page = open_browser(stage.mona)
    page.goto(stage.address("{solved}"))
    tools = page.locator(f"#moderate-{stage.accepted.pk}")
    tools.locator("summary").click()
    forms = tools.locator("form").all()
    assert len(forms) == 2
    assert gap_below(*forms) >= NARROWEST_GAP


def test_who_goes_back_and_posts_again_asks_once(stage, open_browser):
    page = open_browser(stage.alice)
    page.goto(stage.address("{home}ask/"))

    def post() -> str:
        page.get_by_label("Your question in one sentence").fill("Why does the new card not ring?")
        page.get_by_label("Details").fill("I put it into the phone, and nobody can call me.")
        page.get_by_label("Topic").select_option("Billing")
        page.get_by_role("button", name="Post your question").click()
        page.wait_for_url("**/q/**")
        return page.url

    first = post()
    page.go_back()
    page.wait_for_url("**/ask/")
    assert post() == first
    expect(page.locator(".toast")).to_contain_text("You have just asked this")


def test_a_new_question_was_just_asked_and_waits_a_minute_later(stage, open_browser):
    page = open_browser(stage.bob)
    page.clock.install()
    page.goto(stage.address_of_new_question())
    clock = page.locator("#state .clock")
    expect(clock).to_have_text("just asked")
    page.clock.run_for(90_000)
    expect(clock).to_have_text("waiting 1 min")
    expect(clock.locator("b")).to_have_text("1 min")
