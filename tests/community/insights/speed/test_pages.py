"""The moderators' pages about speed: who sees them, addresses that make no sense, how many queries they make."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community import clock
from community.insights.clocks.models import Clock
from community.insights.promise.models import EscalationStep
from community.insights.speed.tiles.registry import FEWEST
from tests import factories
from tests.community.insights.speed.conftest import DAY, HOUR, MINUTE, give_answer, make_clock

pytestmark = pytest.mark.django_db

# The person, the membership, the company; what is asked before every page; how many days have enough; topics; the
# clocks, the backlog, what is left out; answers by helper, their first two, who answered these questions; promises,
# forecasts, the names of helpers; the roll-ups and who waits; what is missing: late receipts, days to roll up, a count
# of each day.
DASHBOARD = 20
PAGES = ["insights/", "insights/rows/?tile=first_answer", "insights/export/", "insights/export/?tile=questions"]
NONSENSE = {
    "since=2026-03-02&until=2026-03-01": "The last day lies before the first one.",
    "since=1026-03-01&until=2026-03-01": "Choose two years at most.",
    "since=1998-03-01&until=1998-04-01": "Choose a day after 1999.",
    "until=9999-12-31": "This day has not come yet.",
    "until=0001-01-02": "Choose a day after 1999.",
    "since=yesterday": "Write the day as year-month-day",
    "topic=999999": "This community has no such topic.",
    "topic=1%20OR%201%3D1": "This community has no such topic.",
    "tag=%27%3B%20DROP%20TABLE%20clocks_clock%3B--": "No question here has this tag.",
    "language=xx": "Nobody asks in this language here.",
    "channel=pigeon": "There is no such channel.",
}


@pytest.mark.parametrize("path", PAGES)
def test_only_moderators_of_the_company_open_them(cast, browser_of, path):
    for member in (cast.mona, cast.ada):
        assert browser_of(member).get(f"/c/acme/{path}").status_code == 200
    for stranger in (cast.alice, cast.charlie):
        page = browser_of(stranger).get(f"/c/acme/{path}")
        assert page.status_code == 403
        assert "Only moderators of this community can open these pages." in page.content.decode()
    visitor = browser_of(None).get(f"/c/acme/{path}")
    assert visitor.status_code == 302
    assert visitor["Location"].startswith("/c/acme/accounts/login/?next=/c/acme/insights/")


def test_a_suspended_moderator_does_not(cast, browser_of):
    cast.mona.suspended_until = clock.now() + DAY
    cast.mona.save()
    assert browser_of(cast.mona).get("/c/acme/insights/").status_code == 403


def test_the_manage_index_leads_to_the_dashboard(cast, browser_of):
    assert "/c/acme/insights/" in browser_of(cast.mona).get("/c/acme/manage/").content.decode()


@pytest.mark.parametrize("query", NONSENSE)
@pytest.mark.parametrize("path", ["insights/", "insights/rows/", "insights/export/"])
def test_nonsense_gets_a_sentence(cast, browser_of, path, query):
    page = browser_of(cast.mona).get(f"/c/acme/{path}?tile=questions&{query}")
    assert page.status_code == 422
    assert NONSENSE[query] in page.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("name", ["since", "topic", "tag", "language", "channel", "tile"])
def test_what_no_text_holds_is_no_request(cast, browser_of, name):
    page = browser_of(cast.mona).get(f"/c/acme/insights/rows/?{name}=%00")
    assert page.status_code == 400
    assert "This request cannot be read" in page.content.decode()


@pytest.mark.parametrize("tile", ["", "nothing", "questions%27"])
def test_a_figure_that_does_not_exist_is_not_found(cast, browser_of, tile):
    assert browser_of(cast.mona).get(f"/c/acme/insights/rows/?tile={tile}").status_code == 404


def test_the_last_day_alone_chooses_28(cast, browser_of):
    page = browser_of(cast.mona).get("/c/acme/insights/?until=2026-03-28").content.decode()
    assert "from 1 Mar 2026 to 28 Mar 2026" in page


def test_filters_choose_by_what_the_question_is_about(cast, browser_of):
    topic = factories.make_topic(cast.acme, "Travel")
    make_clock(cast.alice, DAY, topic=topic)
    make_clock(cast.alice, DAY, channel="widget")
    tagged = factories.ask(cast.alice, tags=["roaming"])
    Clock.objects.filter(question_id=tagged.pk).delete()
    make_clock(cast.alice, DAY)
    Clock.objects.filter(pk=Clock.objects.latest("pk").pk).update(question_id=tagged.pk)
    moderator = browser_of(cast.mona)

    def asked(query: str) -> str:
        page = moderator.get(f"/c/acme/insights/rows/?tile=questions&{query}").content.decode()
        return page[page.index('id="row-count">') :].partition(">")[2].partition("<")[0].strip()

    assert asked("") == "3 questions"
    assert [asked(query) for query in (f"topic={topic.pk}", "channel=widget", "tag=Roaming")] == ["1 question"] * 3
    assert asked("language=en") == "3 questions"


def test_a_demo_says_that_its_past_is_invented(cast, browser_of):
    cast.acme.is_demo = True
    cast.acme.save()
    assert "the past that it came with is invented" in browser_of(cast.mona).get("/c/acme/insights/").content.decode()


def test_what_is_left_out_is_said(cast, many, browser_of):
    many(2, exclusion="hidden")
    many(3, exclusion="seed")
    many(1, solved=HOUR, resolution_quality="inferred", by=cast.bob)
    page = browser_of(cast.mona).get("/c/acme/insights/").content.decode()
    assert "hidden by a moderator: 2" in page
    assert "came with the demo: 3" in page
    assert "solved at an unknown time: not in the figures about solutions: 1" in page


@pytest.mark.parametrize(
    "path", ["insights/", "insights/rows/?tile=first_answer", "insights/rows/?tile=active_helpers"]
)
def test_more_questions_make_no_more_queries(cast, browser_of, path):
    helpers = [factories.make_member(cast.acme) for _ in range(5)]
    moderator, found = browser_of(cast.mona), []
    for place in range(40):
        each = make_clock(
            [cast.alice, cast.bob][place % 2], 3 * DAY, answered=MINUTE * place, solved=HOUR, by=helpers[place % 5],
            topic=factories.make_topic(cast.acme, f"Topic {place}"),
        )  # fmt: skip
        give_answer(helpers[place % 5], each)
        if place in {0, 2, 39}:
            moderator.get(f"/c/acme/{path}")
            with CaptureQueriesContext(connection) as queries:
                assert moderator.get(f"/c/acme/{path}").status_code == 200
            found.append(len(queries))
    # The bus factor reads who answered only where there are questions; nothing else depends on what is there.
    assert found[0] == found[1] == found[2], found


def test_the_dashboard_makes_so_many_queries(cast, many, browser_of):
    for each in many(31, answered=MINUTE, by=cast.bob):
        give_answer(cast.bob, each)
    moderator = browser_of(cast.mona)
    moderator.get("/c/acme/insights/")
    with CaptureQueriesContext(connection) as queries:
        moderator.get("/c/acme/insights/")
    assert len(queries) == DASHBOARD, [each["sql"][:150] for each in queries]


@pytest.mark.parametrize(("ago", "days"), [(60, 90), (300, 365), (600, 28)])
def test_the_dashboard_opens_with_days_that_have_enough_questions(cast, browser_of, ago, days):
    for _number in range(FEWEST):
        make_clock(cast.alice, ago * DAY)
    page = browser_of(cast.mona).get("/c/acme/insights/")
    assert page.context["form"].population.days == days


def test_days_that_were_asked_for_stay(cast, browser_of):
    for _number in range(FEWEST):
        make_clock(cast.alice, 60 * DAY)
    today = clock.now().date()
    page = browser_of(cast.mona).get(f"/c/acme/insights/?since={today - 2 * DAY}&until={today}")
    assert page.context["form"].population.days == 3


def test_the_rows_say_who_was_told_of_what_waits(cast, browser_of):
    waits, answered = make_clock(cast.alice, 2 * DAY), make_clock(cast.alice, 2 * DAY, answered=HOUR, by=cast.bob)
    for each in (waits, answered):
        EscalationStep.objects.create(company=cast.acme, question=each.question, episode=1, step="wider")
    EscalationStep.objects.create(company=cast.acme, question=waits.question, episode=1, step="helpers")
    page = browser_of(cast.mona).get("/c/acme/insights/rows/?tile=questions").content.decode()
    assert page.count("told: the topic&#x27;s best helpers") == 1
    assert "told: members who answered" not in page
