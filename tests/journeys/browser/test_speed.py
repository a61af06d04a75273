"""The pages about speed: nothing stands in anybody's way, on phones and in the dark, with much to show and with nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from community.insights.clocks.actions.roll_up import roll_up_everything
from community.insights.clocks.models import Clock
from community.insights.speed.actions.publish import set_public
from tests.community.insights.speed.conftest import DAY, HOUR, MINUTE, make_clock
from tests.journeys.browser.inspection import find_barriers
from tests.kept import keep_with

PAGES = ["insights/", "insights/?since=2020-02-01&until=2020-01-01", "insights/rows/?tile=first_answer",
         "insights/rows/?tile=active_helpers", "speed/figures/", "manage/speed/speedpage/add/"]  # fmt: skip


@pytest.fixture
def busy(stage):
    """Forty answered questions, ten of them solved, and some that wait."""
    keep_with(stage, "busy stage", lambda: make_clocks(stage))
    return stage


def make_clocks(stage):
    for place in range(40):
        more = {"solved": 5 * HOUR} if place % 4 == 0 else {}
        make_clock(stage.alice, 9 * DAY, answered=(3 + place) * MINUTE, by=stage.bob, **more)
    for place in range(5):
        make_clock(stage.alice, place * DAY + HOUR)
    roll_up_everything(stage.company)


@pytest.mark.parametrize("page", PAGES)
def test_the_managers_pages_are_there_for_everybody(busy, open_browser, page):
    browser = open_browser(busy.ada)
    browser.goto(busy.address("{home}") + page)
    found = find_barriers(browser)
    assert not found, "\n".join(found)


def test_the_public_page_too(busy, open_browser):
    set_public(admin=busy.ada, is_public=True)
    browser = open_browser(None)
    browser.goto(busy.address("{home}speed/"))
    expect(browser.get_by_role("img", name="half within 25 min")).to_be_visible()
    found = find_barriers(browser)
    assert not found, "\n".join(found)


def test_with_nothing_to_show(stage, open_browser):
    Clock.objects.all().delete()
    browser = open_browser(stage.mona)
    browser.goto(stage.address("{home}insights/"))
    expect(browser.get_by_text("too few for a curve")).to_be_visible()
    found = find_barriers(browser)
    assert not found, "\n".join(found)


def test_from_a_tile_to_its_rows_and_back_without_scripts(busy, open_browser):
    browser = open_browser(busy.mona, java_script_enabled=False)
    browser.goto(busy.address("{home}insights/"))
    tile = browser.locator("#tile-questions")
    count = tile.get_by_role("link").last.inner_text().split()[0]
    tile.get_by_role("link").last.click()
    expect(browser.locator("#row-count")).to_have_text(f"{count} questions")
    browser.get_by_label("From").fill("2020-01-01")
    browser.get_by_role("button", name="Show").click()
    expect(browser.get_by_role("alert")).to_contain_text("Choose two years at most.")
    browser.goto(busy.address("{home}insights/"))
    browser.get_by_role("link", name="Solution", exact=True).click()
    expect(browser.get_by_role("img", name="Solution, of")).to_be_visible()
