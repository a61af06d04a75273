"""Editing a post and reading its history."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.events.models import Event
from community.questions.models import Post, Question, Revision
from tests import factories

NEW = "It happens only abroad, and only in the evening."


@pytest.fixture
def question(cast):
    return factories.ask(cast.alice, "How do I get a signal?", tags=["signal"])


def words(question: Question, **changed: str) -> dict[str, str]:
    topic = str(question.topic_id)
    return {"title": question.title, "body": NEW, "topic": topic, "tags": "signal", "version": "1", **changed}


def edit(browser, post, data, company="acme"):
    return browser.post(f"/c/{company}/posts/{post.pk}/edit/", data)


def test_an_author_edits_and_returns_to_the_new_address(cast, browser_of, question):
    sent = edit(browser_of(cast.alice), question, words(question, title="How do I get any signal?"))
    assert sent.headers["Location"] == f"/c/acme/q/{question.pk}/how-do-i-get-any-signal/"
    assert Post.objects.get(pk=question.pk).markdown == NEW


@pytest.mark.parametrize("kind", ["answer", "comment"])
def test_answers_and_comments_are_edited_in_their_place(cast, browser_of, question, kind):
    post = factories.answer(cast.bob, question) if kind == "answer" else factories.comment(cast.bob, question)
    shown = browser_of(cast.bob).get(f"/c/acme/posts/{post.pk}/edit/")
    assert shown.context["form"]["body"].value() == post.post.markdown
    sent = edit(browser_of(cast.bob), post, {"body": NEW, "version": "1", "purpose": "attempt"})
    assert sent.headers["Location"] == f"/c/acme{question.get_absolute_url()}#{kind}-{post.pk}"
    assert Post.objects.get(pk=post.pk).markdown == NEW


@pytest.mark.parametrize("who", ["bob", "suspended"])
def test_who_may_not_edit_reads_why_and_changes_nothing(cast, browser_of, question, who):
    if who == "suspended":
        cast.alice.suspended_until, cast.alice.suspended_reason = clock.now() + timedelta(days=1), "Advertising"
        cast.alice.save()
    browser = browser_of(cast.bob if who == "bob" else cast.alice)
    sentence = "Only the author and moderators can edit this" if who == "bob" else "Reason: Advertising"
    for page in (browser.get(f"/c/acme/posts/{question.pk}/edit/"), edit(browser, question, words(question))):
        assert page.status_code == 403
        assert sentence in page.content.decode()
    assert NEW in page.content.decode()  # what was written is not lost
    assert Post.objects.get(pk=question.pk).markdown == factories.BODY
    assert not Event.objects.filter(type="question.edited").exists()


def test_strangers_get_what_never_was(cast, browser_of, question):
    for member in (cast.charlie, None):
        for path in (f"posts/{question.pk}/edit/", f"posts/{question.pk}/history/", "posts/999999/edit/"):
            assert browser_of(member).get(f"/c/bolt/{path}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": "x"}, "title"),
        ({"body": "x"}, "body"),
        ({"topic": "x"}, "topic"),
        ({"version": "x"}, "version"),
        ({"version": ""}, "version"),
    ],
)
def test_a_mistake_is_told_and_changes_nothing(cast, browser_of, question, changed, field):
    refused = edit(browser_of(cast.alice), question, words(question, **changed))
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert not Event.objects.filter(type="question.edited").exists()


def test_saving_over_a_conflict_knowingly_keeps_both(cast, browser_of, question):
    mona, alice = browser_of(cast.mona), browser_of(cast.alice)
    edit(mona, question, words(question, body="What the moderator made of it, in a few words."))
    conflict = edit(alice, question, words(question))
    assert conflict.status_code == 409
    assert "What the moderator made of it" in conflict.content.decode() and NEW in conflict.content.decode()
    version = conflict.context["form"].data["version"]
    assert edit(alice, question, words(question, version=version)).status_code == 302
    assert list(Revision.objects.order_by("version").values_list("version", "replaced_by")) == [(1, cast.mona.pk)]
    assert Post.objects.get(pk=question.pk).version == 3


def test_the_limit_of_edits_counts_only_real_ones(cast, browser_of, question):
    browser = browser_of(cast.alice)
    for _click in range(25):
        assert edit(browser, question, words(question, body="x")).status_code == 422
    assert edit(browser, question, words(question)).status_code == 302


def test_a_history_without_changes_says_so(cast, browser_of, question):
    page = browser_of(None).get(f"/c/acme/posts/{question.pk}/history/")
    assert page.status_code == 200 and "Nobody has changed this" in page.content.decode()


def test_a_history_shows_titles_and_lines_newest_first(cast, browser_of, question):
    factories.answer(cast.bob, question)
    browser = browser_of(cast.alice)
    edit(browser, question, words(question, title="How do I get any signal?"))
    edit(
        browser, question, words(question, title="How do I get any signal?", body=f"{NEW}\nOn a Lumen 4.", version="2")
    )
    changes = browser_of(None).get(f"/c/acme/posts/{question.pk}/history/").context["changes"]
    assert [(change.version, change.editor) for change in changes] == [(3, cast.alice), (2, cast.alice)]
    assert [(line.sign, line.text) for line in changes[0].lines] == [(" ", NEW), ("+", "On a Lumen 4.")]
    assert (changes[1].title_before, changes[1].title_after) == ("How do I get a signal?", "How do I get any signal?")


def test_a_comment_on_a_comments_page_leads_back_to_its_question(cast, browser_of, question):
    remark = factories.comment(cast.bob, question, on=factories.answer(cast.bob, question))
    page = browser_of(None).get(f"/c/acme/posts/{remark.pk}/history/")
    assert page.context["back_url"] == f"/c/acme{question.get_absolute_url()}#comment-{remark.pk}"
