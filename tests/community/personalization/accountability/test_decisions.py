"""Offers as decisions about a member: read, questioned, answered by a person; and switched off for everybody."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.consent import withdraw_consent
from community.moderation.actions.appeal import decide_appeal
from community.moderation.models import Appeal, DecisionRecord
from community.notifications.models import Notification
from community.personalization.accountability.actions.ask_person import ask_a_person
from community.personalization.accountability.actions.switch import switch_offers
from community.personalization.routing.models import Offer
from community.web.errors import NotAllowed
from tests import factories
from tests.community.personalization.routing.conftest import asked, ring_of

WORDS = {"text": "I have never answered anything about this."}


@pytest.fixture
def offer(cast):
    """Bob is offered a question of Alice."""
    factories.consent(cast.bob, "routing")
    ring_of(asked(cast.alice, "Why does roaming fail?"))
    return Offer.objects.get(member=cast.bob)


def test_a_member_reads_every_offer_with_its_stored_reasons(cast, offer, browser_of):
    browser = browser_of(cast.bob)
    assert "/c/acme/learning/decisions/" in browser.get("/c/acme/settings/choices/").content.decode()
    page = browser.get("/c/acme/learning/decisions/").content.decode()
    assert "Why does roaming fail?" in page and "Ask a person" in page
    assert "roaming fail" not in browser_of(cast.mona).get("/c/acme/learning/decisions/").content.decode()
    assert browser_of(cast.mona).get(f"/c/acme/learning/decisions/{offer.pk}/").status_code == 404
    assert browser_of(cast.charlie).get(f"/c/bolt/learning/decisions/{offer.pk}/").status_code == 404


def test_three_offers_take_as_many_queries_as_one(cast, offer, browser_of):
    browser = browser_of(cast.bob)
    browser.get("/c/acme/learning/decisions/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/c/acme/learning/decisions/")
    for _each in range(2):
        ring_of(asked(cast.alice))
    with CaptureQueriesContext(connection) as three:
        page = browser.get("/c/acme/learning/decisions/").content.decode()
    assert page.count("Ask a person<") == 3 and len(three) == len(one)


def test_a_person_answers_and_the_offer_is_withdrawn(cast, offer, browser_of):
    browser = browser_of(cast.bob)
    assert browser.post(f"/c/acme/learning/decisions/{offer.pk}/", {"text": "No"}).status_code == 422
    sent = browser.post(f"/c/acme/learning/decisions/{offer.pk}/", WORDS)
    record = DecisionRecord.objects.get(effect="question_offered")
    assert sent.status_code == 302 and sent["Location"].endswith(f"/decisions/{record.pk}/")
    assert record.is_automatic and record.member == cast.bob
    appeal = Appeal.objects.get(record=record)
    decide_appeal(moderator=cast.mona, appeal=appeal, upheld=True, answer="You are right, we changed the topic.")
    offer.refresh_from_db()
    assert offer.state == Offer.State.WITHDRAWN
    page = browser.get(sent["Location"]).content.decode()
    assert "You are right" in page
    assert "What you asked, and the answer" in browser.get("/c/acme/learning/decisions/").content.decode()


def test_it_is_asked_once_and_about_one_s_own_offers_only(cast, offer, deliver_all):
    with pytest.raises(NotAllowed):
        ask_a_person(member=cast.mona, offer=offer, text=WORDS["text"])
    ask_a_person(member=cast.bob, offer=offer, text=WORDS["text"])
    with pytest.raises(NotAllowed):
        ask_a_person(member=cast.bob, offer=offer, text=WORDS["text"])
    deliver_all()
    assert not Notification.objects.filter(recipient=cast.bob, event__type="decision.recorded").exists()


def test_the_record_survives_the_offer_without_its_numbers(cast, offer):
    ask_a_person(member=cast.bob, offer=offer, text=WORDS["text"])
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    Offer.objects.all().delete()
    record = DecisionRecord.objects.get()
    assert set(record.inputs) == {"question", "slot", "served", "made"}
    appeal = Appeal.objects.get()
    decide_appeal(moderator=cast.mona, appeal=appeal, upheld=True, answer="It is gone.")


def test_with_offers_switched_off_nobody_is_asked(cast, offer):
    with pytest.raises(NotAllowed):
        switch_offers(admin=cast.mona, on=False)
    switch_offers(admin=cast.ada, on=False)
    question = asked(cast.alice)
    assert ring_of(question) is None and not Offer.objects.filter(question=question).exists()
    switch_offers(admin=cast.ada, on=True)
    assert ring_of(question) is not None
