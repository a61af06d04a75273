"""An empty server becomes a community, with the code that the start prints."""

from __future__ import annotations

from playwright.sync_api import expect

from accounts.actions.found import issue_setup_code
from accounts.models import Membership
from tests.journeys.browser.inspection import find_barriers


def test_the_first_company_is_made_on_one_page(transactional_db, open_browser):
    page = open_browser()
    page.goto("/")
    assert find_barriers(page) == []
    page.get_by_role("link", name="Make the first community").click()
    assert find_barriers(page) == []
    page.get_by_label("One-time code").fill(issue_setup_code())
    page.get_by_label("Name of the company").fill("Lantern")
    page.get_by_label("Short name").fill("lantern")
    page.get_by_label("Your display name").fill("Ada")
    page.get_by_label("Your e-mail address").fill("ada@example.com")
    page.get_by_label("Your password").fill("short")
    page.get_by_role("button", name="Make the community").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Name of the company")).to_have_value("Lantern")
    assert find_barriers(page) == []
    page.get_by_label("Your password").fill("lanterns-and-larks")
    page.get_by_role("button", name="Make the community").click()
    expect(page.get_by_role("link", name="Ask a question").first).to_be_visible()
    assert Membership.objects.get().role == "admin"
