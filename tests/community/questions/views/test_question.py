"""A question's page: who sees what of it, and where its addresses lead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community import clock
from community.questions.actions.accept import accept_answer
from community.questions.actions.hide import hide_post
from community.questions.actions.lock import set_locked
from community.questions.models import Question
from tests import factories

SECRET = "sesame-open-wide"
READERS = ("visitor", "alice", "bob", "mona", "ada", "charlie")


@pytest.fixture
def seen_by(cast, browser_of):
    """Return a function: who of all readers gets a page with the secret, and with which status codes."""

    def look(path: str, word: str = SECRET) -> tuple[set[str], dict[str, int]]:
        seen, statuses = set(), {}
        for name in READERS:
            page = browser_of(getattr(cast, name, None)).get(f"/c/acme/{path}")
            statuses[name] = page.status_code
            if word in page.content.decode():
                seen.add(name)
        return seen, statuses

    return look


@pytest.fixture
def hidden_question(cast):
    question = factories.ask(cast.alice, f"What does {SECRET} mean?", tags=["spell"])
    hide_post(moderator=cast.mona, post=question.post, reason="An advertisement.")
    return question


@pytest.fixture
def hidden_answer(cast):
    found = factories.answer(cast.bob, factories.ask(cast.alice), f"Say {SECRET} three times.")
    factories.comment(cast.alice, found.question, "A remark on the answer-to-hide.", on=found)
    hide_post(moderator=cast.mona, post=found.post, reason="An advertisement.")
    return found


@pytest.fixture
def hidden_comment(cast):
    remark = factories.comment(cast.bob, factories.ask(cast.alice), f"Say {SECRET} three times.")
    hide_post(moderator=cast.mona, post=remark.post, reason="An advertisement.")
    return remark


@pytest.mark.parametrize("tail", ["{slug}", "thread/", "history", "edit"])
def test_a_hidden_question_is_there_for_its_author_and_moderators_alone(hidden_question, seen_by, tail):
    paths = {"history": f"posts/{hidden_question.pk}/history/", "edit": f"posts/{hidden_question.pk}/edit/"}
    slug = f"q/{hidden_question.pk}/{hidden_question.slug}/"
    path = paths.get(tail, slug if tail == "{slug}" else f"q/{hidden_question.pk}/{tail}")
    _seen, statuses = seen_by(path)
    assert {name for name, status in statuses.items() if status == 200} == {"alice", "mona", "ada"}
    assert {status for status in statuses.values() if status != 200} == {404}


@pytest.mark.parametrize(
    "path", ["", "t/general/", "tags/spell/", "u/{alice}/", "u/{alice}/?tab=answered", "search/?q=sesame"]
)
def test_a_hidden_question_is_in_no_list(cast, hidden_question, seen_by, path):
    seen, statuses = seen_by(path.format(alice=cast.alice.pk))
    # The search box repeats what was looked for.
    assert (seen if "search" not in path else set(), set(statuses.values())) == (set(), {200})


def test_a_hidden_question_is_not_counted(cast, hidden_question, browser_of):
    page = browser_of(None).get(f"/c/acme/u/{cast.alice.pk}/")
    assert page.context["totals"].asked == 0


@pytest.mark.parametrize("tail", ["{slug}", "thread/"])
def test_a_hidden_answer_is_read_by_its_author_and_moderators_alone(hidden_answer, seen_by, tail):
    question = hidden_answer.question
    seen, statuses = seen_by(f"q/{question.pk}/{tail.format(slug=question.slug + '/')}")
    assert (seen, set(statuses.values())) == ({"bob", "mona", "ada"}, {200})


def test_the_comments_on_a_hidden_answer_go_with_it(hidden_answer, seen_by):
    remark = hidden_answer.post.comments.get()
    question = hidden_answer.question
    seen, _statuses = seen_by(f"q/{question.pk}/{question.slug}/", "answer-to-hide")
    assert seen == {"bob", "mona", "ada"}
    _seen, statuses = seen_by(f"posts/{remark.pk}/history/")
    assert {name for name, status in statuses.items() if status == 200} == {"bob", "mona", "ada"}


@pytest.mark.parametrize("page", ["history", "edit"])
def test_the_words_of_a_hidden_answer_are_kept_from_others_everywhere(hidden_answer, seen_by, page):
    seen, statuses = seen_by(f"posts/{hidden_answer.pk}/{page}/")
    assert {name for name, status in statuses.items() if status == 200} == {"bob", "mona", "ada"}
    assert seen <= {"bob", "mona", "ada"}


@pytest.mark.parametrize("tail", ["{slug}", "thread/"])
def test_a_hidden_comment_is_read_by_nobody_else(hidden_comment, seen_by, tail):
    question = hidden_comment.question
    seen, statuses = seen_by(f"q/{question.pk}/{tail.format(slug=question.slug + '/')}")
    assert seen <= {"bob", "mona", "ada"}
    assert set(statuses.values()) == {200}


def test_a_hidden_answer_is_not_counted_on_the_page(hidden_answer, browser_of):
    page = browser_of(None).get(f"/c/acme{hidden_answer.question.get_absolute_url()}").content.decode()
    assert "No answers yet" in page


@pytest.mark.parametrize("tail", ["", "wrong-words/", "how-do-i-get-a-signal/extra/"])
def test_other_addresses_lead_to_the_one_that_stays_or_nowhere(cast, browser_of, tail):
    question = factories.ask(cast.alice, "How do I get a signal?")
    page = browser_of(None).get(f"/c/acme/q/{question.pk}/{tail}")
    if "extra" in tail:
        assert page.status_code == 404
    else:
        assert (page.status_code, page.headers["Location"]) == (301, f"/c/acme/q/{question.pk}/how-do-i-get-a-signal/")


def test_a_title_without_latin_letters_has_an_address_of_its_number(cast, browser_of):
    question = factories.ask(cast.alice, "電源が入らないのはなぜですか？")
    assert question.get_absolute_url() == f"/q/{question.pk}/"
    assert browser_of(None).get(f"/c/acme/q/{question.pk}/").status_code == 200
    assert browser_of(None).get(f"/c/acme/q/{question.pk}/x/").headers["Location"] == f"/c/acme/q/{question.pk}/"


@pytest.mark.parametrize("pk", ["0", "999999999", "99999999999999999999999", "-1", "x"])
def test_a_question_that_never_was_is_not_there(cast, browser_of, pk):
    for tail in ("", "thread/"):
        assert browser_of(cast.alice).get(f"/c/acme/q/{pk}/{tail}").status_code == 404


@pytest.mark.parametrize(
    "path", ["q/{pk}/", "q/{pk}/thread/", "posts/{pk}/history/", "", "topics/", "tags/", "u/{alice}/"]
)
def test_pages_that_only_show_take_no_forms(cast, browser_of, path):
    question = factories.ask(cast.alice)
    sent = browser_of(cast.alice).post(f"/c/acme/{path.format(pk=question.pk, alice=cast.alice.pk)}")
    assert sent.status_code == 405


def test_answers_come_in_pages_that_link_each_other(cast, browser_of):
    question = factories.ask(cast.alice)
    for minute in range(21):
        with clock.moved(timedelta(minutes=minute)):
            last = factories.answer(cast.bob, question)
    first = browser_of(None).get(f"/c/acme{question.get_absolute_url()}")
    assert (len(first.context["answers"]), first.context["page"]["previous_url"]) == (20, "")
    second = browser_of(None).get(first.context["page"]["next_url"].partition("#")[0])
    assert [answer.pk for answer in second.context["answers"]] == [last.pk]
    assert second.context["page"]["next_url"] == ""
    accept_answer(member=cast.alice, answer=last)
    assert browser_of(None).get(f"/c/acme{question.get_absolute_url()}").context["answers"][0].pk == last.pk


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=-1", "page=", "page=1&page=1", "order=nonsense", "page=٣"])
def test_nonsense_in_the_address_shows_the_first_page(cast, browser_of, query):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    page = browser_of(None).get(f"/c/acme{question.get_absolute_url()}?{query}")
    assert [answer.pk for answer in page.context["answers"]] == [found.pk]


def test_a_page_that_is_not_there_is_said_to_be_missing(cast, browser_of):
    question = factories.ask(cast.alice)
    assert browser_of(None).get(f"/c/acme{question.get_absolute_url()}?page=2").status_code == 404


@pytest.mark.parametrize("who", ["visitor", "bob", "mona"])
def test_a_page_takes_as_many_queries_with_many_posts_as_with_few(cast, browser_of, who):
    browser = browser_of(getattr(cast, who, None))
    small, large = factories.ask(cast.alice), factories.ask(cast.alice, tags=["a", "b", "c"])
    for question, size in ((small, 1), (large, 8)):
        for _number in range(size):
            factories.comment(cast.alice, question, on=factories.answer(cast.bob, question))
    counts = []
    for question in (small, large):
        path = f"/c/acme{question.get_absolute_url()}"
        browser.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(path).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 10


def test_a_locked_or_closed_question_says_why_there_is_no_form(cast, browser_of):
    question = factories.ask(cast.alice)
    set_locked(moderator=cast.mona, question=question, locked=True)
    page = browser_of(cast.bob).get(f"/c/acme{question.get_absolute_url()}")
    assert page.context["answer_form"] is None
    assert "A moderator has locked this question" in page.content.decode()
    assert browser_of(cast.mona).get(f"/c/acme{question.get_absolute_url()}").context["answer_form"] is not None


def test_a_suspended_member_reads_and_is_told_why_they_cannot_write(cast, browser_of):
    question = factories.ask(cast.alice)
    cast.bob.suspended_until, cast.bob.suspended_reason = clock.now() + timedelta(days=1), "Advertising"
    cast.bob.save()
    page = browser_of(cast.bob).get(f"/c/acme{question.get_absolute_url()}")
    assert page.status_code == 200 and "Reason: Advertising" in page.content.decode()
    assert Question.objects.count() == 1


def test_the_asker_is_spoken_to(cast, browser_of):
    path = f"/c/acme{factories.ask(cast.alice).get_absolute_url()}"
    for member, sentence in ((cast.alice, "You get a message"), (cast.bob, "The asker gets a message")):
        assert f"{sentence} as soon as somebody answers." in browser_of(member).get(path).content.decode()
