"""What JavaScript adds to every page, and that nothing is missing without it."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_colours_change_at_once_and_stay(scene, tab_of):
    page = tab_of(None).open("/")
    page.click("[data-scheme-form] [value=dark]")
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")


def test_keys_find_rows_search_and_help_and_can_be_switched_off(scene, tab_of):
    page = tab_of(None).open("/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-key-open]").nth(1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#site-search")).to_be_focused()
    page.locator("body").press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.reload()
    page.keyboard.press("/")
    expect(page.locator("#site-search")).not_to_be_focused()


def test_the_menu_closes_on_escape(scene, tab_of):
    page = tab_of(scene.cast.alice).open("/")
    page.click("[data-menu] summary")
    expect(page.get_by_role("link", name="Your page")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Your page")).to_be_hidden()


def test_times_are_the_reader_s(scene, tab_of):
    page = tab_of(None, timezone_id="Asia/Tokyo").open(f"/q/{scene.question.pk}/")
    moment = page.locator(f"#question-{scene.question.pk} time").first
    expect(moment).to_have_text("now")
    shown = page.evaluate("(time) => new Date(time.dateTime).getHours()", moment.element_handle())
    assert f"{shown % 12 or 12}:" in (moment.get_attribute("title") or "")


def test_similar_questions_appear_while_the_title_is_typed(scene, tab_of, deliver_all):
    deliver_all()
    page = tab_of(None).open("/ask/")
    page.locator("#id_title").press_sequentially("How do I keep my number")
    expect(page.locator("#similar a").first).to_contain_text("How do I keep my number when I switch?")


def test_all_of_it_works_without_javascript(scene, tab_of):
    page = tab_of(scene.cast.bob, java_script_enabled=False).open("/ask/")
    page.fill("#id_title", "How do I do this without scripts?")
    page.fill("#id_body", "It should simply work, in any browser there is.")
    page.select_option("#id_topic", index=1)
    page.click("text=Post your question")
    expect(page.locator("h1")).to_have_text("How do I do this without scripts?")
    page.click("[data-scheme-form] [value=dark]")
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.goto(page.url.split("/q/")[0] + f"/q/{scene.question.pk}/")
    page.click(f"#helpful-{scene.by_mona.pk}")
    expect(page.locator(f"#helpful-{scene.by_mona.pk}")).to_have_attribute("aria-pressed", "true")


def test_a_refused_act_says_why(scene, tab_of):
    tab = tab_of(scene.cast.alice)
    page = tab.open(f"/q/{scene.question.pk}/")
    page.wait_for_selector("html[data-script]")
    page.context.set_offline(True)
    page.click(f"#helpful-{scene.by_bob.pk}")
    expect(page.locator(".toast")).to_contain_text("offline")
    page.context.set_offline(False)
    tab.faults.clear()


def test_a_page_takes_few_requests(scene, tab_of):
    tab = tab_of(scene.cast.alice)
    seen: list[str] = []
    tab.page.on("request", lambda request: seen.append(request.url))
    tab.open(scene.question.get_absolute_url()).wait_for_load_state("networkidle")
    assert len(seen) <= 12, seen
