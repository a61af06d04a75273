"""Pages in German, in a language that takes 40 % more room, and in one that is written from right to left."""

from __future__ import annotations

import pytest
from django.utils.translation import trans_real
from playwright.sync_api import expect

from tests.architecture import longer
from tests.journeys.browser.inspection import WIDTHS
from tests.journeys.browser.test_pages import PAGES

_WIDER = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    return right > innerWidth + 0.5 || left < -0.5;
  }).map((each) => each.outerHTML.slice(0, 120)).slice(0, 5)"""


@pytest.fixture
def speaking(stage, settings, monkeypatch):
    """Return a function that makes the community and the interface speak a language."""

    def speak(language: str) -> None:
        settings.LANGUAGES = [*settings.LANGUAGES, (longer.CODE, "Longer"), ("ar", "Arabic")]
        monkeypatch.setitem(trans_real._translations, longer.CODE, longer.LongerWords())
        stage.company.languages, stage.company.default_language = [language], language
        stage.company.save()

    return speak


@pytest.mark.parametrize("language", ["de", longer.CODE, "ar"])
@pytest.mark.parametrize("who", ["visitor", "alice", "mona", "newcomer"])
def test_no_page_is_wider_than_the_screen(who, language, stage, speaking, open_browser):
    speaking(language)
    page = open_browser(None if who == "visitor" else getattr(stage, who))
    found = []
    for pattern in (each for pages in PAGES if pages.startswith(who) for each in PAGES[pages] if each != "/"):
        page.goto(stage.address(pattern))
        assert page.locator("html").get_attribute("lang") == language
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{pattern} {width}: {element}" for element in page.evaluate(_WIDER)]
    assert not found, "\n".join(found)


def test_an_arabic_page_begins_at_the_right(stage, speaking, open_browser):
    speaking("ar")
    page = open_browser(stage.alice)
    page.goto(stage.address("{solved}"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    mark, ask = page.locator(".mark").bounding_box(), page.locator(".ask-button").bounding_box()
    avatar, bubble = (page.locator(f".post {part}").first.bounding_box() for part in (".avatar", ".bubble"))
    assert mark["x"] > ask["x"]
    assert avatar["x"] > bubble["x"]


def test_times_and_live_words_are_german(stage, speaking, open_browser):
    speaking("de")
    page = open_browser(stage.alice, locale="de-DE")
    page.goto(stage.address_of_new_question())
    expect(page.locator("section.post time").first).to_have_text("jetzt")
    expect(page.locator("#state .clock")).to_contain_text("gerade gefragt")
    page.evaluate("document.dispatchEvent(new CustomEvent('htmx:sendError'))")
    expect(page.locator(".toast")).to_contain_text("Du bist anscheinend offline.")
    expect(page.locator(".toast button")).to_have_attribute("aria-label", "Ausblenden")
