"""The pages about offers, over HTTP."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.notifications.models import Notification
from community.personalization.routing.models import Block, HelperSettings, Offer
from tests import factories
from tests.community.personalization.routing.conftest import asked, helpers, ring_of

pytestmark = pytest.mark.django_db

# The company, the person, the membership, what they agreed to, the offers, the newest change, and the unread notices.
QUEUE = 7
# The past questions that reasons name, and what the member says not to be.
PAST, REFUSED = 1, 1


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_without_consent_the_page_asks_for_it_and_shows_the_plain_list(cast, browser_of):
    page = browser_of(cast.bob).get("/c/acme/offers/")
    assert 'action="/c/acme/settings/choices/routing/"' in page.content.decode()
    assert 'href="/c/acme/?filter=unanswered"' in page.content.decode()


def test_visitors_are_asked_to_sign_in(cast, browser_of):
    for path in ("offers/", "offers/settings/", f"offers/blocked/{cast.bob.pk}/"):
        assert browser_of(None).get(f"/c/acme/{path}").status_code == 302


def test_an_offer_with_its_reasons_and_both_answers(cast, browser_of):
    [helper] = helpers(cast.acme, 1)
    factories.solve(asked(cast.alice), helper)
    question = asked(cast.alice, "Why is my phone silent?")
    ring_of(question)
    page = browser_of(helper).get("/c/acme/offers/")
    words = text(page)
    assert "Why is my phone silent?" in words and "I'm on it" in words
    assert "You solved 1 question about General in the last 90 days." in words
    assert "Everybody who could be asked was asked." in words
    assert f'name="signal" value="topic:{question.topic_id}"' in page.content.decode()
    offer = Offer.objects.get()
    answer = browser_of(helper).post(f"/c/acme/offers/{offer.pk}/accept/")
    assert answer.headers["Location"].startswith(f"/c/acme/q/{question.pk}/")
    assert "You are on it" in text(browser_of(helper).get("/c/acme/offers/"))
    browser_of(helper).post(f"/c/acme/offers/{offer.pk}/decline/")
    assert "Nothing is offered to you at the moment" in text(browser_of(helper).get("/c/acme/offers/"))


def test_what_a_helper_says_not_to_be_is_shown_as_left_out_and_can_count_again(cast, browser_of):
    [helper] = helpers(cast.acme, 1)
    past = asked(cast.alice, "Which card fits?")
    factories.solve(past, helper)
    question = asked(cast.alice, "Why is my phone silent?")
    ring_of(question)
    Offer.objects.update(reason={"similar": [past.pk], "topic_solved": 1, "language_week": 1})
    browser, left_out = browser_of(helper), "Left out from now on"
    assert left_out not in text(browser.get("/c/acme/offers/"))
    signals = [f"topic:{question.topic_id}", f"question:{past.pk}"]
    for act, refused in (("", 2), ("take_back", 0)):
        sent = browser.post("/c/acme/settings/not-me/", {"signal": signals, "act": act, "next": "/c/acme/offers/"})
        assert sent.headers["Location"] == "/c/acme/offers/"
        words = text(browser.get("/c/acme/offers/"))
        assert words.count(f"{left_out} Let it count :") == refused
        assert words.count("This is not me") == 3 - refused


def test_somebody_elses_offer_is_not_there(cast, browser_of):
    helpers(cast.acme, 1)
    ring_of(asked(cast.alice))
    offer = Offer.objects.get()
    assert browser_of(cast.bob).post(f"/c/acme/offers/{offer.pk}/accept/").status_code == 404


@pytest.mark.parametrize("offers", [0, 1, 3])
def test_the_queue_makes_as_many_queries_for_any_number_of_offers(cast, browser_of, offers):
    [helper] = helpers(cast.acme, 1)
    past = asked(cast.alice)
    for _ in range(offers):
        ring_of(asked(cast.alice))
    Offer.objects.update(reason={"similar": [past.pk]})
    browser = browser_of(helper)
    browser.get("/c/acme/offers/")
    with CaptureQueriesContext(connection) as queries:
        browser.get("/c/acme/offers/")
    assert len(queries) == QUEUE + (PAST + REFUSED) * (offers > 0)


def test_choosing_when_and_how_often(cast, browser_of):
    browser, topic = browser_of(cast.bob), factories.topic_of(cast.acme)
    chosen = {
        "paused_until": "2030-01-02", "most_a_day": 3, "hours_from": 9, "hours_until": 17, "time_zone": "Europe/Vilnius",
        "languages": ["en"], "topics": [topic.pk], "only_topics": "on", "switched_off": ["hour"],
    }  # fmt: skip
    assert browser.post("/c/acme/offers/settings/", chosen).status_code == 302
    kept = HelperSettings.objects.get(member=cast.bob)
    assert (kept.most_a_day, kept.hours_from, kept.topics, kept.switched_off) == (3, 9, [topic.pk], ["hour"])
    assert kept.paused_until.isoformat() == "2030-01-01T22:00:00+00:00"
    page = browser.get("/c/acme/offers/settings/").content.decode()
    assert 'value="2030-01-02"' in page and 'value="Europe/Vilnius" selected' in page
    refused = browser.post("/c/acme/offers/settings/", {**chosen, "hours_until": ""})
    assert refused.status_code == 422


def test_settings_say_that_offers_are_off_until_somebody_agrees(cast, browser_of):
    browser, off = browser_of(cast.bob), "Offers are off: you have not agreed to them."
    assert off in text(browser.get("/c/acme/offers/settings/"))
    factories.consent(cast.bob, "routing")
    assert off not in text(browser.get("/c/acme/offers/settings/"))


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_a_pause_is_no_day_that_cannot_be_read_again(cast, browser_of, day):
    chosen = {"paused_until": day, "most_a_day": 3, "time_zone": "Asia/Tokyo"}
    browser = browser_of(cast.bob)
    assert browser.post("/c/acme/offers/settings/", chosen).status_code == 422
    assert not HelperSettings.objects.exists()


def test_nobody_is_said_to_have_been_moved_back_where_everybody_was_asked(cast, browser_of):
    [helper] = helpers(cast.acme, 1)
    for _ in range(2):
        ring_of(asked(cast.alice))
    browser = browser_of(helper)
    assert "moved you back" not in text(browser.get("/c/acme/offers/"))
    Offer.objects.update(served="simple")
    assert "moved you back" in text(browser.get("/c/acme/offers/"))


def test_blocking_and_taking_it_back(cast, browser_of):
    browser, path = browser_of(cast.bob), f"/c/acme/offers/blocked/{cast.alice.pk}/"
    assert f'href="{path}"' in browser.get(f"/c/acme/u/{cast.alice.pk}/").content.decode()
    browser.post(path, {"act": "block"})
    assert Block.objects.filter(blocker=cast.bob, blocked=cast.alice).exists()
    assert "Alice" in text(browser.get("/c/acme/offers/settings/"))
    browser.post(path, {"act": "unblock"})
    assert not Block.objects.exists()
    assert browser.post(f"/c/acme/offers/blocked/{cast.charlie.pk}/").status_code == 404


def test_everybody_reads_how_people_are_asked(cast, browser_of):
    words = text(browser_of(None).get("/c/acme/offers/how/"))
    assert "5 are asked at a time" in words and "After 15 minutes" in words and "5 % of all questions" in words


def test_the_asker_and_moderators_read_how_many_were_asked(cast, browser_of):
    helpers(cast.acme, 3)
    question = asked(cast.alice)
    ring_of(question)
    path = f"/c/acme{question.get_absolute_url()}"
    for member, reads in ((cast.alice, True), (cast.mona, True), (cast.bob, False), (None, False)):
        assert ("3 helpers were asked." in text(browser_of(member).get(path))) == reads


def test_the_helper_is_told_and_nobody_who_took_consent_back(cast, deliver_all, browser_of):
    one, other = helpers(cast.acme, 2)
    question = asked(cast.alice)
    ring_of(question)
    Offer.objects.filter(member=other).update(state="declined")
    deliver_all()
    [told] = Notification.objects.filter(kind="offer_made")
    assert (told.recipient, told.question_id, told.category) == (one, question.pk, "offers")
    assert browser_of(one).get(f"/c/acme/inbox/{told.pk}/").headers["Location"] == "/c/acme/offers/"
