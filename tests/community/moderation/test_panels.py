"""The tools beside every post: for moderators only, without a query, working without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.suspend import suspend_member
from community.audit.models import AuditEntry
from community.questions.actions.hide import hide_post
from tests import factories

TOOLS = "/c/acme/moderate"
REASON = {"reason": "It gives away a number"}


def thread_of(browser, thread) -> str:
    return browser.get(f"/c/acme/q/{thread.question.pk}/thread/").content.decode()


def test_moderators_see_tools_at_the_question_the_answer_and_the_comment(thread, mona):
    page = thread_of(mona, thread)
    for post in (thread.question, thread.answer, thread.comment):
        assert f'action="/c/acme/moderate/posts/{post.pk}/hide/"' in page
    assert f'action="/c/acme/moderate/questions/{thread.question.pk}/lock/"' in page


@pytest.mark.parametrize("who", [None, "alice", "bob", "charlie"])
def test_nobody_else_sees_them(cast, thread, browser_of, who):
    assert "/moderate/" not in thread_of(browser_of(getattr(cast, who) if who else None), thread)


def test_they_take_no_query_however_many_posts_there_are(cast, thread, mona):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            thread_of(mona, thread)
        return len(captured)

    thread_of(mona, thread)
    before = queries()
    for _number in range(3):
        factories.comment(cast.bob, thread.question, on=factories.answer(cast.bob, thread.question))
    assert queries() == before


def test_members_pay_nothing_for_the_tools_of_moderators(cast, thread, browser_of):
    with CaptureQueriesContext(connection) as captured:
        thread_of(browser_of(cast.alice), thread)
    assert "audit" not in str(captured.captured_queries)


def test_a_hidden_post_can_be_shown_again_from_the_page(cast, thread, mona):
    hide_post(moderator=cast.mona, post=thread.answer.post, reason="Off topic")
    assert f'action="/c/acme/moderate/posts/{thread.answer.pk}/restore/"' in thread_of(mona, thread)
    response = mona.post(f"{TOOLS}/posts/{thread.answer.pk}/restore/")
    assert response.url == f"{thread_address(thread)}#answer-{thread.answer.pk}"
    thread.answer.post.refresh_from_db()
    assert thread.answer.post.is_visible


def thread_address(thread) -> str:
    return f"/c/acme/q/{thread.question.pk}/{thread.question.slug}/"


def test_hiding_with_htmx_answers_with_the_thread(thread, mona):
    response = mona.post(f"{TOOLS}/posts/{thread.answer.pk}/hide/", REASON, headers={"HX-Request": "true"})
    assert response.status_code == 200 and "It gives away a number" in response.content.decode()


def test_hiding_needs_a_reason(thread, mona):
    assert mona.post(f"{TOOLS}/posts/{thread.answer.pk}/hide/", {"reason": "  "}).status_code == 403
    assert not AuditEntry.objects.exists()


def test_locking_and_unlocking_from_the_page(thread, mona):
    for tool, wanted in (("lock", True), ("unlock", False)):
        mona.post(f"{TOOLS}/questions/{thread.question.pk}/{tool}/")
        thread.question.refresh_from_db()
        assert thread.question.is_locked is wanted


def test_only_questions_can_be_locked(thread, mona):
    assert mona.post(f"{TOOLS}/questions/{thread.answer.pk}/lock/").status_code == 404


def test_suspending_from_the_page_leads_back_to_it(cast, thread, mona):
    words = {**REASON, "length": "3d", "next": f"{thread_address(thread)}#answer-{thread.answer.pk}"}
    response = mona.post(f"{TOOLS}/members/{cast.bob.pk}/suspend/", words)
    assert response.url == words["next"]
    cast.bob.refresh_from_db()
    assert cast.bob.suspended_reason == "It gives away a number"


def test_a_suspension_is_ended_where_it_was_begun(cast, thread, mona):
    suspend_member(moderator=cast.mona, member=cast.bob, for_time=timedelta(days=3), reason="Advertising")
    page = thread_of(mona, thread)
    assert f'action="/c/acme/moderate/members/{cast.bob.pk}/reinstate/"' in page
    assert f'action="/c/acme/moderate/members/{cast.bob.pk}/suspend/"' not in page
    words = {"next": f"{thread_address(thread)}#answer-{thread.answer.pk}"}
    assert mona.post(f"{TOOLS}/members/{cast.bob.pk}/reinstate/", words).url == words["next"]
    assert "/reinstate/" not in thread_of(mona, thread)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/c/bolt/", "/c/acme/../bolt/"])
def test_suspending_leads_nowhere_else(cast, thread, mona, elsewhere):
    response = mona.post(f"{TOOLS}/members/{cast.bob.pk}/suspend/", {**REASON, "length": "3d", "next": elsewhere})
    assert response.url == f"/c/acme/u/{cast.bob.pk}/"


def test_moderators_are_not_offered_to_suspend_themselves_or_each_other(cast, browser_of):
    other = factories.make_member(cast.acme, "Milo", role="moderator")
    for author in (cast.mona, other):
        question = factories.ask(author)
        page = browser_of(cast.mona).get(f"/c/acme/q/{question.pk}/thread/").content.decode()
        assert "/suspend/" not in page
        assert "/suspend/" in browser_of(cast.ada).get(f"/c/acme/q/{question.pk}/thread/").content.decode()


@pytest.mark.parametrize(
    "tool", ["posts/{post}/hide", "posts/{post}/restore", "questions/{post}/lock", "members/{member}/suspend"]
)
def test_everybody_else_is_refused(cast, thread, browser_of, tool):
    address = f"{TOOLS}/{tool.format(post=thread.question.pk, member=cast.bob.pk)}/"
    words = {**REASON, "length": "3d"}
    assert browser_of(None).post(address, words).url.startswith("/c/acme/accounts/login/?next=")
    assert browser_of(cast.charlie).post(address, words).url.startswith("/c/acme/join/?next=")
    assert browser_of(cast.alice).post(address, words).status_code == 403
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("tool", ["posts/{post}/hide", "questions/{post}/lock", "members/{member}/suspend"])
def test_looking_at_a_tools_address_does_nothing(cast, thread, mona, tool):
    assert mona.get(f"{TOOLS}/{tool.format(post=thread.question.pk, member=cast.bob.pk)}/").status_code == 405
