"""Nothing that a reader may not see shows up: not as a hit, a number, a snippet or a likeness, index current or not."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from community.questions.actions.hide import hide_post, restore_post
from community.questions.models import Post, Question
from community.search.queries import related_questions, search_questions, similar_questions
from tests import factories

SECRET = "Zugzwang"
READERS = ("visitor", "alice", "bob", "mona", "ada")


@pytest.fixture
def beside(publish) -> Question:
    """A visible question that is like the hidden one."""
    return publish("Modem blinks red since the update", "What can I do?")


@pytest.fixture
def secret(beside, publish) -> Question:
    return publish("Modem blinks red and says Zugzwang", "It says Zugzwang.", factories.ANSWER)


def everything_found(cast, who: str, beside: Question) -> str:
    """Return all that the reader is shown about the words, in one string."""
    reader = factories.reader_of(getattr(cast, who, None), cast.acme)
    cache.clear()
    pages = [search_questions(reader, words) for words in (SECRET, "modem", f"modem OR {SECRET}")]
    likes = [*similar_questions(reader, f"modem blinks red {SECRET}"), *related_questions(reader, beside)]
    hits = [f"{hit.question.title} {hit.title} {hit.snippet}" for page in pages for hit in page.hits]
    return " ".join([*hits, str([page.total for page in pages]), *(like.title for like in likes)])


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("delivered", [True, False])
def test_a_hidden_question_is_not_found(cast, beside, secret, deliver_all, who, delivered):
    hide_post(moderator=cast.mona, post=secret.post, reason="Private")
    if delivered:
        deliver_all()
    shown = everything_found(cast, who, beside)
    assert SECRET not in shown and "[0, 1, 1]" in shown


@pytest.mark.parametrize("delivered", [True, False])
def test_the_words_of_a_hidden_answer_find_nothing(cast, beside, publish, deliver_all, delivered):
    question = publish("Modem is warm", "What can I do?", f"Say {SECRET} three times.")
    hide_post(moderator=cast.mona, post=question.answers.get().post, reason="Private")
    if delivered:
        deliver_all()
    assert SECRET not in everything_found(cast, "visitor", beside)
    assert search_questions(factories.reader_of(None, cast.acme), SECRET).total == 0


@pytest.mark.parametrize("delivered", [True, False])
def test_a_deleted_question_is_not_found(cast, beside, secret, delivered):
    Post.objects.filter(pk=secret.pk).update(visibility=Post.Visibility.DELETED)
    assert SECRET not in everything_found(cast, "mona", beside)


def test_another_companys_question_is_not_found(cast, beside, publish):
    publish(f"Modem blinks red and says {SECRET}", author=cast.charlie)
    for who in READERS:
        shown = everything_found(cast, who, beside)
        assert SECRET not in shown and "[0, 1, 1]" in shown


def test_a_text_that_was_edited_out_is_not_shown(cast, acme, publish, deliver_all):
    question = publish("Modem blinks", f"My password is {SECRET}.")
    Post.objects.filter(pk=question.pk).update(version=2, markdown="Sorry.", html="<p>Sorry.</p>")
    [hit] = search_questions(acme, "modem").hits
    assert hit.snippet == ""


def test_a_restored_question_is_found_again(cast, acme, secret, deliver_all):
    hide_post(moderator=cast.mona, post=secret.post, reason="Private")
    deliver_all()
    restore_post(moderator=cast.mona, post=secret.post)
    deliver_all()
    assert search_questions(acme, SECRET).total == 1


def test_a_question_that_waits_for_a_moderator_is_not_indexed(cast, acme, secret):
    Post.objects.filter(pk=secret.pk).update(visibility=Post.Visibility.HIDDEN)
    assert search_questions(acme, SECRET).total == 0
