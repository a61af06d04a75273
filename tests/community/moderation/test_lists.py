"""The lists of the company's admin: searched, filtered, strict about styles, and as quick with many rows as with one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.moderation.site import company_admin
from community.questions.actions.hide import hide_post
from community.questions.actions.lock import set_locked
from community.questions.models import Post
from tests import factories
from tests.community.moderation.conftest import MANAGE, make_thread

# Settings of which a company has one row show it at once.
LISTS = [
    f"{model._meta.app_label}/{model._meta.model_name}/"
    for model in company_admin._registry
    if model._meta.model_name != "company" and not model._meta.get_field("company").one_to_one
]


def grow(cast, number: int) -> None:
    """Add members, topics, threads with tags, and audit entries."""
    for _each in range(number):
        asker, helper = factories.make_member(cast.acme), factories.make_member(cast.acme)
        topic = factories.make_topic(cast.acme, f"Topic {asker.pk}")
        made = make_thread(asker, helper, topic=topic, tags=[f"tag{asker.pk}"])
        hide_post(moderator=cast.mona, post=made.comment.post, reason="Off topic")


@pytest.mark.parametrize("place", ["", *LISTS])
def test_a_list_takes_the_same_queries_for_one_row_and_for_five(cast, ada, place):
    counts = []
    for number in (1, 4):
        grow(cast, number)
        with CaptureQueriesContext(connection) as queries:
            assert ada.get(f"{MANAGE}/{place}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    # Of these, one for each kind of settings of which there is one row at most.
    assert counts[1] <= 18


@pytest.mark.parametrize("place", ["", *LISTS, "questions/question/act/hide/?ids={question}"])
def test_index_lists_and_questions_before_acting_keep_the_strict_policy(cast, thread, ada, place):
    response = ada.get(f"{MANAGE}/{place.format(question=thread.question.pk)}")
    assert "unsafe" not in response["Content-Security-Policy"]
    assert b"<style" not in response.content and b" style=" not in response.content
    assert b"<script>" not in response.content


def found_by(browser, place: str, query: str) -> set[int]:
    listed = browser.get(f"{MANAGE}/{place}/?{query}").context["cl"].result_list
    return {row.pk for row in listed}


def test_posts_are_found_by_their_words_and_their_number(cast, mona):
    one = factories.ask(cast.alice, "Where is my parcel?", "It was sent on Monday and nobody knows where it is.")
    factories.ask(cast.bob, "Why is my bill so high?")
    assert found_by(mona, "questions/question", "q=PARCEL") == {one.pk}
    assert found_by(mona, "questions/question", "q=sent+Monday") == {one.pk}
    assert found_by(mona, "questions/question", f"q={one.pk}") == {one.pk}


def test_answers_are_found_by_the_number_of_their_question(cast, thread, mona):
    factories.answer(cast.bob, factories.ask(cast.alice))
    assert found_by(mona, "questions/answer", f"q={thread.question.pk}") == {thread.answer.pk}


def test_members_are_found_by_name(cast, mona):
    assert found_by(mona, "accounts/membership", "q=ali") == {cast.alice.pk}


def test_questions_are_filtered_by_visibility_state_lock_and_topic(cast, thread, mona):
    topic = factories.make_topic(cast.acme, "Roaming")
    hidden, locked = factories.ask(cast.alice, topic=topic), factories.ask(cast.alice)
    hide_post(moderator=cast.mona, post=hidden.post, reason="Off topic")
    set_locked(moderator=cast.mona, question=locked, locked=True)
    for query, wanted in {
        "visibility=hidden": hidden,
        "state__exact=answered": thread.question,
        "is_locked__exact=1": locked,
        f"topic__id__exact={topic.pk}": hidden,
    }.items():
        assert found_by(mona, "questions/question", query) == {wanted.pk}, query
    assert thread.question.pk not in found_by(mona, "questions/question", "needs_answer__exact=1")


def test_suspended_members_are_a_filter_away(cast, mona):
    words = {"length": "7d", "reason": "Advertising"}
    mona.post(f"{MANAGE}/accounts/membership/act/suspend/?ids={cast.bob.pk}", words)
    assert found_by(mona, "accounts/membership", "suspended=yes") == {cast.bob.pk}
    assert cast.bob.pk not in found_by(mona, "accounts/membership", "suspended=no")


def test_deleted_posts_are_not_even_here(cast, thread, ada):
    Post.objects.filter(pk=thread.answer.pk).update(visibility="deleted")
    assert found_by(ada, "questions/answer", "") == set()
    assert ada.get(f"{MANAGE}/questions/answer/{thread.answer.pk}/change/").status_code == 302


@pytest.mark.parametrize(
    "query", ["q=%00", "o=1.99", "p=abc", "topic__id__exact=abc", "post__author__person__email=a", "visibility=x"]
)
def test_nonsense_in_the_address_is_no_error(cast, thread, mona, query):
    assert mona.get(f"{MANAGE}/questions/question/?{query}").status_code in {200, 302, 400}


def test_a_posts_page_shows_it_as_readers_see_it(cast, mona):
    question = factories.ask(cast.alice, "Where is my parcel?", "It was sent on **Monday**. <script>alert(1)</script>")
    page = mona.get(f"{MANAGE}/questions/question/{question.pk}/change/").content.decode()
    assert "<strong>Monday</strong>" in page and "<script>alert" not in page
    assert f'href="/c/acme/manage/accounts/membership/{cast.alice.pk}/change/"' in page


def test_a_posts_history_tells_who_did_what_and_why(cast, thread, mona):
    hide_post(moderator=cast.mona, post=thread.answer.post, reason="It gives away a number")
    page = mona.get(f"{MANAGE}/questions/answer/{thread.answer.pk}/history/").content.decode()
    assert "Mona" in page and "Hidden" in page and "It gives away a number" in page


def test_the_log_names_people_and_facts(cast, thread, ada):
    hide_post(moderator=cast.mona, post=thread.answer.post, reason="It gives away a number")
    page = ada.get(f"{MANAGE}/audit/auditentry/?action=post.hidden").content.decode()
    assert "Mona" in page and "visibility: hidden" in page and f"Answer {thread.answer.pk}" in page


def test_nobody_sees_e_mail_addresses_of_members(cast, ada):
    for place in ("accounts/membership/", f"accounts/membership/{cast.alice.pk}/change/"):
        assert cast.alice.person.email not in ada.get(f"{MANAGE}/{place}").content.decode()
