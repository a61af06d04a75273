"""Lists of questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community import clock
from community.questions.actions.close import close_question
from community.questions.models import Topic
from tests import factories


@pytest.fixture
def stories(cast) -> dict[str, int]:
    """Return one question of each kind, oldest first."""
    made = {}
    for minute, name in enumerate(("waiting", "answered", "solved", "closed")):
        with clock.moved(timedelta(minutes=minute - 10)):
            made[name] = factories.ask(cast.alice, f"A question that is {name}?", tags=[name])
    factories.answer(cast.bob, made["answered"])
    factories.solve(made["solved"], cast.bob)
    close_question(member=cast.alice, question=made["closed"], reason="It went away.")
    factories.ask(cast.charlie, "A question of another company?", tags=["waiting"])
    return {name: question.pk for name, question in made.items()}


def shown(browser, path: str) -> list[int]:
    page = browser.get(f"/c/acme/{path}")
    assert page.status_code == 200
    return [question.pk for question in page.context["questions"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["closed", "solved", "answered", "waiting"]),
        ("?filter=unanswered", ["waiting"]),
        ("?filter=unsolved", ["answered", "waiting"]),
        ("?filter=solved", ["solved"]),
        ("?filter=mine", ["closed", "solved", "answered", "waiting"]),
        ("?filter=nonsense", ["closed", "solved", "answered", "waiting"]),
    ],
)
def test_questions_by_state_newest_first(browser_of, stories, query, names):
    assert shown(browser_of(None), query) == [stories[name] for name in names]


def test_mine_are_the_readers_own(cast, browser_of, stories):
    assert shown(browser_of(cast.alice), "?filter=mine") == sorted(stories.values(), reverse=True)
    assert shown(browser_of(cast.bob), "?filter=mine") == []


def test_a_topic_and_a_tag_hold_their_own(cast, browser_of, stories):
    roaming = factories.make_topic(cast.acme, "Roaming")
    there = factories.ask(cast.alice, topic=roaming)
    assert shown(browser_of(None), "t/roaming/") == [there.pk]
    assert there.pk not in shown(browser_of(None), "t/general/")
    assert shown(browser_of(None), "tags/waiting/") == [stories["waiting"]]
    assert shown(browser_of(None), "tags/solved/?filter=unanswered") == []


def test_an_archived_topic_can_still_be_read(cast, browser_of, stories):
    Topic.objects.of(cast.acme).update(is_archived=True)
    assert len(shown(browser_of(None), "t/general/")) == 4


@pytest.mark.parametrize("path", ["t/nothing/", "tags/nothing/", "tags/%00/", "u/999999/", "?page=2", "?page=401"])
def test_what_is_not_there_is_said_to_be_missing(cast, browser_of, stories, path):
    assert browser_of(cast.alice).get(f"/c/acme/{path}").status_code in {400, 404}


def test_long_lists_have_pages_that_keep_the_filter(cast, browser_of):
    for number in range(27):
        with clock.moved(timedelta(days=number // 4)):
            factories.ask((cast.alice, cast.bob, cast.mona, cast.ada)[number % 4])
    first = browser_of(None).get("/c/acme/?filter=unanswered")
    assert len(first.context["questions"]) == 25
    second = browser_of(None).get(first.context["page"].next_url)
    assert (len(second.context["questions"]), second.context["filter"]) == (2, "unanswered")


@pytest.mark.parametrize("path", ["", "t/general/", "tags/signal/", "u/{bob}/?tab=answered", "tags/", "topics/"])
@pytest.mark.parametrize("who", ["visitor", "mona"])
def test_three_rows_take_as_many_queries_as_one(cast, browser_of, path, who):
    browser, counts = browser_of(getattr(cast, who, None)), []
    address = f"/c/acme/{path.format(bob=cast.bob.pk)}"
    for rows in (1, 2):
        for _row in range(rows):
            factories.answer(cast.bob, factories.ask(cast.alice, tags=["signal", f"t{rows}"]))
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_topics_show_what_waits(cast, browser_of, stories):
    page = browser_of(None).get("/c/acme/topics/")
    assert [(topic.slug, topic.open_count) for topic in page.context["topics"]] == [("general", 1)]


def test_tags_show_those_in_use(browser_of, stories):
    assert {tag.slug for tag in browser_of(None).get("/c/acme/tags/").context["tags"]} == set(stories)


def test_a_closed_community_is_read_as_before(cast, browser_of, stories):
    cast.acme.is_open = False
    cast.acme.save()
    assert len(shown(browser_of(None), "")) == 4
