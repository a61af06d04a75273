"""What trust levels unlock, for real."""

from __future__ import annotations

import pytest

from community.questions.actions.edit import edit_answer, edit_question
from community.questions.models import Question, Revision
from community.text.cleaning import TextRefused
from community.web.errors import NotAllowed
from tests import factories

LINKS = " ".join(f"https://shop.example.com/{number}" for number in range(3))


def trusted(cast, level: int):
    return factories.make_member(cast.acme, trust_level=level)


def edit(editor, question, **changes):
    words = {"title": question.title, "body": question.post.markdown, "topic": question.topic, "tags": []}
    return edit_question(editor=editor, question=question, version=question.post.version, **(words | changes))


def test_new_members_put_two_links_into_a_post_at_most(cast):
    with pytest.raises(TextRefused, match="up to 2"):
        factories.ask(cast.alice, body=f"Look here: {LINKS}")
    assert factories.ask(cast.alice, body=f"Look here: {LINKS.rsplit(' ', 1)[0]}")


@pytest.mark.parametrize(("role", "level"), [("member", 1), ("moderator", 0)])
def test_known_members_and_moderators_link_freely(cast, role, level):
    assert factories.ask(factories.make_member(cast.acme, role=role, trust_level=level), body=f"Look here: {LINKS}")


def test_regular_members_put_questions_where_they_belong(cast):
    question, topic = factories.ask(cast.alice), factories.make_topic(cast.acme, "Roaming")
    moved = edit(trusted(cast, 2), question, topic=topic, tags=["abroad"])
    assert (moved.topic, moved.tag_names) == (topic, ["abroad"])


@pytest.mark.parametrize(("level", "changes"), [(1, {"tags": ["abroad"]}), (2, {"title": "Something else entirely?"})])
def test_less_trust_does_not_do(cast, level, changes):
    with pytest.raises(NotAllowed, match="trust level"):
        edit(trusted(cast, level), factories.ask(cast.alice), **changes)


def test_trusted_members_improve_words_under_their_name(cast):
    editor, question = trusted(cast, 3), factories.ask(cast.alice)
    edit(editor, question, title="A much better title?")
    assert Revision.objects.get(post=question.post).replaced_by == editor


def test_answers_take_the_highest_level(cast):
    found = factories.answer(cast.bob, factories.ask(cast.alice))
    words = {"answer": found, "body": factories.ANSWER + " Then wait.", "purpose": "attempt", "version": 1}
    with pytest.raises(NotAllowed, match="trust level 4"):
        edit_answer(editor=trusted(cast, 3), **words)
    assert edit_answer(editor=trusted(cast, 4), **words).post.version == 2


def test_what_staff_say_is_theirs(cast):
    with pytest.raises(NotAllowed, match="Only the author and moderators"):
        edit(trusted(cast, 4), factories.ask(cast.ada), title="A much better title?")


def test_another_community_counts_for_nothing(cast):
    stranger = factories.make_member(cast.bolt, trust_level=4)
    with pytest.raises(NotAllowed, match="another community"):
        edit(stranger, factories.ask(cast.alice), tags=["abroad"])


def test_the_form_of_a_regular_member_holds_topic_and_tags_only(cast, browser_of):
    question = factories.ask(cast.alice)
    browser, topic = browser_of(trusted(cast, 2)), factories.make_topic(cast.acme, "Roaming")
    page = browser.get(f"/c/acme/posts/{question.pk}/edit/").content.decode()
    assert 'name="tags"' in page
    assert 'name="body"' not in page
    sent = {"topic": topic.pk, "tags": "abroad", "version": 1, "title": "Mine now, all of it"}
    assert browser.post(f"/c/acme/posts/{question.pk}/edit/", sent).status_code == 302
    stored = Question.objects.get(pk=question.pk)
    assert (stored.title, stored.topic) == (question.title, topic)


def test_somebody_new_has_no_form(cast, browser_of):
    question = factories.ask(cast.alice)
    assert browser_of(cast.bob).get(f"/c/acme/posts/{question.pk}/edit/").status_code == 403
