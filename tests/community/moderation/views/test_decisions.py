"""The pages on which members read decisions about them and appeal; everything works without JavaScript."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.moderation.actions.appeal import decide_appeal
from community.moderation.actions.decide import record_decision
from community.moderation.models import Appeal, DecisionRecord
from community.questions.actions.hide import hide_post

MINE = "/c/acme/decisions/"
WORDS = "I did not advertise anything, it is the manual."


@pytest.fixture
def hidden(cast, thread, deliver_all) -> DecisionRecord:
    hide_post(moderator=cast.mona, post=thread.answer.post, reason="It advertises something")
    deliver_all()
    return DecisionRecord.objects.get()


@pytest.fixture
def bob(cast, browser_of):
    return browser_of(cast.bob)


def test_from_the_hidden_post_it_is_one_click_to_the_decision(cast, hidden, thread, bob):
    page = bob.get(f"/c/acme/q/{thread.question.pk}/thread/").content.decode()
    link = f"{MINE}post/{thread.answer.pk}/"
    assert link in page
    assert bob.get(link).url == f"{MINE}{hidden.pk}/"


@pytest.mark.parametrize("who", [None, "alice", "mona"])
def test_nobody_else_is_led_there(cast, hidden, thread, browser_of, who):
    page = browser_of(getattr(cast, who) if who else None).get(f"/c/acme/q/{thread.question.pk}/thread/")
    assert MINE not in page.content.decode()


def test_a_post_without_a_decision_leads_to_all_decisions(bob):
    assert bob.get(f"{MINE}post/12345/").url == MINE
    assert bob.get(f"{MINE}points/12345/").url == MINE


def test_the_list_says_what_why_and_whether_a_person_decided(hidden, bob):
    page = bob.get(MINE).content.decode()
    assert "Something that you wrote was hidden" in page and "It advertises something" in page
    assert "decided by a person" in page and f"{MINE}{hidden.pk}/" in page


def test_the_list_takes_the_same_queries_for_one_row_and_for_three(cast, hidden, bob):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            bob.get(MINE)
        return len(captured)

    queries()
    before = queries()
    for number in (1, 2):
        record_decision(
            member=cast.bob,
            effect="post_hidden",
            target=("post", number),
            rule="moderation",
            decided_by=cast.mona,
            reason="x",
        )
    assert queries() == before


def test_the_decision_says_what_was_used_and_leads_to_the_post(hidden, thread, bob):
    page = bob.get(f"{MINE}{hidden.pk}/").content.decode()
    assert "It advertises something" in page and "A person decided this." in page
    assert "What it is about: answer" in page and f"/q/{thread.question.pk}/#answer-{thread.answer.pk}" in page
    assert "Mona" not in page


def test_an_appeal_is_made_and_answered_there(cast, hidden, bob):
    response = bob.post(f"{MINE}{hidden.pk}/", {"text": WORDS}, follow=True)
    assert "Your appeal was sent" in response.content.decode() and WORDS in response.content.decode()
    decide_appeal(moderator=cast.ada, appeal=Appeal.objects.get(), upheld=False, answer="It names a price")
    page = bob.get(f"{MINE}{hidden.pk}/").content.decode()
    assert "It names a price" in page and "<textarea" not in page


def test_a_text_that_is_too_short_stays_in_the_form(hidden, bob):
    response = bob.post(f"{MINE}{hidden.pk}/", {"text": "No"})
    assert response.status_code == 422
    assert ">\nNo</textarea>" in response.content.decode() and not Appeal.objects.exists()


def test_a_second_appeal_keeps_its_text_and_says_why(hidden, bob):
    bob.post(f"{MINE}{hidden.pk}/", {"text": WORDS})
    response = bob.post(f"{MINE}{hidden.pk}/", {"text": "Again, I did nothing of the kind."})
    assert response.status_code == 422 and "already" in response.content.decode()


def test_appeals_are_rate_limited(cast, hidden, bob):
    addresses = [
        record_decision(
            member=cast.bob,
            effect="post_hidden",
            target=("post", number),
            rule="moderation",
            decided_by=cast.mona,
            reason="x",
        ).get_absolute_url()
        for number in range(11)
    ]
    statuses = [bob.post(f"/c/acme{address}", {"text": WORDS}).status_code for address in addresses]
    assert statuses == [302] * 10 + [429]


@pytest.mark.parametrize("who", ["alice", "mona", "ada"])
def test_other_peoples_decisions_are_not_there(cast, hidden, browser_of, who):
    browser = browser_of(getattr(cast, who))
    assert browser.get(f"{MINE}{hidden.pk}/").status_code == 404
    assert browser.post(f"{MINE}{hidden.pk}/", {"text": WORDS}).status_code == 404


def test_visitors_are_asked_to_sign_in(cast, hidden, browser_of):
    for address in (MINE, f"{MINE}{hidden.pk}/", f"{MINE}post/1/"):
        assert "/accounts/login/" in browser_of(None).get(address).url


def test_people_of_another_company_are_asked_to_join(cast, hidden, browser_of):
    assert "/join/" in browser_of(cast.charlie).get(f"{MINE}{hidden.pk}/").url
