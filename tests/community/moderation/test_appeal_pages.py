"""Appeals in the company's admin."""

from __future__ import annotations

import pytest

from community.moderation.actions.appeal import appeal_decision
from community.moderation.models import Appeal, DecisionRecord
from community.questions.actions.hide import hide_post
from tests import factories
from tests.community.moderation.conftest import MANAGE

PAGE = f"{MANAGE}/moderation/appeal"
WORDS = "I did not advertise anything, it is the manual."


@pytest.fixture
def appeal(cast, thread, deliver_all) -> Appeal:
    hide_post(moderator=cast.mona, post=thread.answer.post, reason="It advertises something")
    deliver_all()
    return appeal_decision(member=cast.bob, record_id=DecisionRecord.objects.get().pk, text=WORDS)


def test_the_index_says_that_it_waits(cast, appeal, ada):
    page = ada.get(f"{MANAGE}/").content.decode()
    assert "1 appeal waits for an answer." in page and f"/moderation/appeal/{appeal.pk}/change/" in page


def test_the_page_shows_decision_reason_and_words(appeal, ada):
    page = ada.get(f"{PAGE}/{appeal.pk}/change/").content.decode()
    for said in (
        "A post was hidden",
        "It advertises something",
        WORDS,
        "Mona",
        "Uphold the appeal",
        "Reject the appeal",
    ):
        assert said in page


def test_it_is_decided_with_an_answer(cast, appeal, ada):
    address = f"{PAGE}/act/uphold/?ids={appeal.pk}"
    assert ada.get(address).status_code == 200
    assert ada.post(address, {"answer": ""}).status_code == 422
    assert "1 appeal was upheld." in ada.post(address, {"answer": "You are right"}, follow=True).content.decode()
    assert "Uphold the appeal" not in ada.get(f"{PAGE}/{appeal.pk}/change/").content.decode()


def test_whoever_made_the_decision_is_refused_with_a_sentence(appeal, mona):
    response = mona.post(f"{PAGE}/act/reject/?ids={appeal.pk}", {"answer": "No"}, follow=True)
    assert "at least" in response.content.decode()
    response = mona.post(f"{PAGE}/act/reject/?ids={appeal.pk}", {"answer": "Not at all"}, follow=True)
    assert "You made this decision. Somebody else has to decide about the appeal." in response.content.decode()
    assert Appeal.objects.get().is_open


def test_acts_are_offered_to_those_only_who_may_do_them(appeal, ada, mona):
    address = f"{PAGE}/{appeal.pk}/change/"
    assert "Uphold the appeal" in ada.get(address).content.decode()
    assert "Uphold the appeal" not in mona.get(address).content.decode()


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_members_do_not_see_it(cast, appeal, browser_of, who):
    for address in (f"{PAGE}/", f"{PAGE}/{appeal.pk}/change/", f"{PAGE}/act/uphold/?ids={appeal.pk}"):
        assert browser_of(getattr(cast, who)).get(address).status_code == 403


def test_another_companys_admin_does_not_find_it(cast, appeal, browser_of):
    boss = browser_of(factories.make_member(cast.bolt, "Boss", role="admin"))
    assert (
        boss.post(f"/c/bolt/manage/moderation/appeal/act/uphold/?ids={appeal.pk}", {"answer": "Yes!"}).status_code
        == 404
    )
    assert Appeal.objects.get().is_open


def test_moderators_look_up_what_was_decided_about_a_member(cast, appeal, mona):
    page = mona.get(f"{MANAGE}/moderation/decisionrecord/?q=Bob").content.decode()
    assert "A post was hidden" in page and "It advertises something" in page
    record = appeal.record
    assert (
        "What it is about: answer"
        in mona.get(f"{MANAGE}/moderation/decisionrecord/{record.pk}/change/").content.decode()
    )
    assert (
        mona.get(f"{MANAGE}/moderation/decisionrecord/?holds=no&q=Bob").content.decode().count("A post was hidden") == 0
    )


@pytest.mark.parametrize("door", ["add/", "{pk}/delete/"])
def test_nobody_writes_decisions_by_hand(appeal, ada, door):
    address = f"{MANAGE}/moderation/decisionrecord/{door.format(pk=appeal.record_id)}"
    assert ada.post(address, {"post": "yes"}).status_code == 403
    assert (
        ada.post(f"{MANAGE}/moderation/decisionrecord/{appeal.record_id}/change/", {"reason": "x"}).status_code == 403
    )
