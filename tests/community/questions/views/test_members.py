"""A member's page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.actions.suspend import suspend_member
from accounts.models import Membership
from community.questions.queries import MemberTotals
from tests import factories


@pytest.fixture
def history(cast):
    """Bob asked one, answered two and solved one."""
    asked = factories.ask(cast.bob)
    answered = factories.ask(cast.alice)
    factories.answer(cast.bob, answered)
    solved = factories.ask(cast.alice)
    factories.solve(solved, cast.bob)
    return {"asked": [asked.pk], "answered": [solved.pk, answered.pk], "solved": [solved.pk]}


@pytest.mark.parametrize("tab", ["asked", "answered", "solved"])
def test_what_somebody_asked_answered_and_solved(cast, browser_of, history, tab):
    page = browser_of(None).get(f"/c/acme/u/{cast.bob.pk}/", {"tab": tab})
    assert [question.pk for question in page.context["questions"]] == history[tab]
    assert page.context["totals"] == MemberTotals(asked=1, answered=2, solved=1)


def test_nonsense_shows_what_was_asked(cast, browser_of, history):
    assert browser_of(None).get(f"/c/acme/u/{cast.bob.pk}/?tab=nonsense").context["tab"] == "asked"


@pytest.mark.parametrize("who", ["charlie", "former", "never"])
def test_who_is_not_of_this_company_has_no_page_here(cast, browser_of, who):
    pk = {"charlie": cast.charlie.pk, "never": 999_999}.get(who)
    if who == "former":
        pk = cast.bob.pk
        Membership.objects.filter(pk=pk).update(kind="former", person=None)
    assert browser_of(cast.alice).get(f"/c/acme/u/{pk}/").status_code == 404


def test_an_imported_member_has_a_page(cast, browser_of):
    rosa = factories.make_member(cast.acme, "Rosa", kind="imported")
    assert "Rosa" in browser_of(None).get(f"/c/acme/u/{rosa.pk}/").content.decode()


def test_only_the_suspended_member_reads_on_their_page_why_they_cannot_write(cast, browser_of):
    suspend_member(moderator=cast.mona, member=cast.bob, for_time=timedelta(days=1), reason="Too much advertising")
    for who, reads in (("bob", True), ("alice", False), ("visitor", False)):
        page = browser_of(getattr(cast, who, None)).get(f"/c/acme/u/{cast.bob.pk}/").content.decode()
        assert ("Reason: Too much advertising" in page) is reads
