"""The page of one's data and choices: yes and no weigh the same, and every word is kept with the text that was read."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import ConsentEntry
from accounts.purposes import Purpose, newest_wording
from accounts.queries.consent import choices_of, has_consent
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/c/acme/settings/choices/"
_SHAMING = re.compile(r"no, (i|thanks, i)\b|i don.t (want|care)|miss out|are you sure|worse|unfortunately", re.I)


def buttons_of(html):
    """Return for each form of the page that asks for consent the buttons in it, without what tells them apart."""
    forms = re.findall(r'<form[^>]*/settings/choices/[a-z_]+/"[^>]*role="group".*?</form>', html, re.S)
    return [re.findall(r"<button([^>]*)>", form) for form in forms]


def weight_of(attributes):
    return re.sub(r'\s*(value|aria-pressed)="\w+"', "", attributes)


def test_a_member_says_yes_and_no_with_one_click_each(cast, browser_of):
    bob = browser_of(cast.bob)
    for answer, holds in (("yes", True), ("no", False)):
        reply = bob.post(f"{PAGE}feed/", {"answer": answer, "wording": "2"})
        assert reply.headers["Location"] == PAGE
        assert has_consent(cast.bob.pk, Purpose.FEED) is holds


def test_the_page_shows_what_holds_and_what_was_said_when_in_which_words(cast, browser_of):
    bob = browser_of(cast.bob)
    fresh = bob.get(PAGE).content.decode()
    assert fresh.count("Off: you have not been asked") == len(Purpose) and "You said" not in fresh
    factories.consent(cast.bob, Purpose.ROUTING)
    page = bob.get(PAGE).content.decode()
    assert page.count("You said yes") == 1 and "number 2" in page


@pytest.mark.parametrize("agreed", [(), (Purpose.FEED,)])
def test_yes_and_no_weigh_the_same_and_nothing_is_chosen_beforehand(cast, browser_of, agreed):
    factories.consent(cast.bob, *agreed)
    html = browser_of(cast.bob).get(PAGE).content.decode()
    asked = buttons_of(html)
    assert len(asked) == len(Purpose)
    for yes, no in asked:
        assert weight_of(yes) == weight_of(no)
        assert ('aria-pressed="true"' in yes) <= bool(agreed) and 'aria-pressed="true"' not in no
    main = html[html.index("<main") : html.index("</main")]
    assert "checked" not in main and "selected" not in main and 'type="checkbox"' not in main
    assert not _SHAMING.search(re.sub(r"<[^>]+>", " ", main))


def test_the_notice_of_a_first_use_asks_with_equal_buttons_and_only_whom_it_may_ask(cast):
    request = RequestFactory().get("/for-you/")

    def notice():
        asking = choices_of(cast.bob.pk).asking(Purpose.FEED)
        context = {"asking": asking, "surface": "feed", "heading": "A list for you needs your yes"}
        return render_to_string("accounts/_consent_notice.html", context, request=request)

    [[yes, no]] = buttons_of(notice())
    assert weight_of(yes) == weight_of(no) and 'name="next" value="/for-you/"' in notice()
    factories.consent(cast.bob, Purpose.FEED)
    assert not notice().strip()


def test_every_purpose_says_what_is_done_what_for_what_is_kept_and_what_happens_without(cast, browser_of):
    html = browser_of(cast.bob).get(PAGE).content.decode()
    for purpose in Purpose:
        wording = newest_wording(purpose)
        assert str(wording.age) in html
        for part in (wording.done, wording.why, wording.kept, wording.without):
            assert part and str(part) in html


def test_one_click_says_no_to_everything(cast, browser_of):
    factories.consent(cast.bob, Purpose.FEED, Purpose.MARKETING)
    assert browser_of(cast.bob).post(f"{PAGE}none/").headers["Location"] == PAGE
    assert not has_consent(cast.bob.pk, Purpose.FEED) and not has_consent(cast.bob.pk, Purpose.MARKETING)


@pytest.mark.parametrize(
    ("purpose", "wording"), [("gossip", "1"), ("feed", "1"), ("feed", "7"), ("feed", "x"), ("feed", "9" * 400)]
)
def test_a_form_that_was_made_up_or_is_old_gives_nothing(cast, browser_of, purpose, wording):
    reply = browser_of(cast.bob).post(f"{PAGE}{purpose}/", {"answer": "yes", "wording": wording})
    assert reply.status_code == 403 and not ConsentEntry.objects.exists()


def test_a_form_leads_back_to_where_it_stood_and_nowhere_else(cast, browser_of):
    bob = browser_of(cast.bob)
    for wanted, reached in (("/c/acme/ask/", "/c/acme/ask/"), ("https://elsewhere.example/", PAGE)):
        reply = bob.post(f"{PAGE}feed/", {"answer": "no", "wording": "2", "next": wanted, "surface": "x" * 99})
        assert reply.headers["Location"] == reached
    assert ConsentEntry.objects.get().surface == "choices"


def test_visitors_sign_in_and_strangers_join_first(cast, browser_of):
    assert "/accounts/login/" in browser_of(None).get(PAGE).headers["Location"]
    assert browser_of(cast.charlie).get(PAGE).headers["Location"].startswith("/c/acme/join/")
    assert browser_of(cast.charlie).post(f"{PAGE}feed/", {"answer": "yes", "wording": "2"}).status_code == 403


def test_the_page_makes_as_many_queries_after_many_words_as_after_one(cast, browser_of):
    bob, counts = browser_of(cast.bob), []
    factories.consent(cast.bob, Purpose.FEED)
    bob.get(PAGE)
    for purposes in ((), tuple(Purpose)):
        factories.consent(cast.bob, *purposes)
        with CaptureQueriesContext(connection) as queries:
            bob.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
