"""A solution that helps others too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.events.models import Event
from community.questions.actions.accept import withdraw_acceptance
from community.questions.actions.reuse import confirm_reuse
from community.web.errors import NotAllowed
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved(cast):
    return factories.solve(factories.ask(cast.alice), cast.bob)


def reuses():
    return Event.objects.of_types("answer.reused").count()


def test_it_is_recorded_once_in_ninety_days(cast, solved):
    assert confirm_reuse(member=cast.mona, answer=solved)
    assert not confirm_reuse(member=cast.mona, answer=solved)
    with clock.moved(timedelta(days=91)):
        assert confirm_reuse(member=cast.mona, answer=solved)
    assert reuses() == 2


@pytest.mark.parametrize("who", ["alice", "bob", "charlie"])
def test_not_to_those_who_are_part_of_it(cast, solved, who):
    with pytest.raises(NotAllowed):
        confirm_reuse(member=getattr(cast, who), answer=solved)


def test_not_for_an_answer_that_is_not_accepted(cast, solved):
    withdraw_acceptance(member=cast.alice, question=solved.question)
    with pytest.raises(NotAllowed):
        confirm_reuse(member=cast.mona, answer=solved)


def test_the_question_s_page_asks_and_says_thanks(cast, solved, browser_of):
    browser, path = browser_of(cast.mona), f"/c/acme/q/{solved.question_id}/"
    address = f"/c/acme/answers/{solved.pk}/solved-too/"
    assert address in browser.get(path, follow=True).content.decode()
    assert "thank you for saying so" in browser.post(address, follow=True).content.decode()
    assert "You said that it did" in browser.get(path, follow=True).content.decode()


def test_the_asker_is_not_asked(cast, solved, browser_of):
    page = browser_of(cast.alice).get(f"/c/acme/q/{solved.question_id}/", follow=True)
    assert "solved-too" not in page.content.decode()


def test_a_visitor_is_asked_to_sign_in(cast, solved, browser_of):
    response = browser_of(None).post(f"/c/acme/answers/{solved.pk}/solved-too/")
    assert "/accounts/login/" in response.headers["Location"]
    assert reuses() == 0
