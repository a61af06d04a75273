"""The public page: off by default, the same totals as its file, open questions counted, nobody named."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from community import clock
from community.audit.models import AuditEntry
from community.insights.promise.models import Promise
from community.insights.speed.actions.publish import set_public
from community.insights.speed.models import SpeedPage
from community.insights.speed.tasks import remember
from community.web.errors import NotAllowed
from tests.community.insights.speed.conftest import DAY, HOUR, MINUTE, make_clock

pytestmark = pytest.mark.django_db
PAGES = ["/c/acme/speed/", "/c/acme/speed/rows.csv"]


def words(response) -> str:
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()).replace(" .", ".")


@pytest.fixture
def public(cast) -> None:
    set_public(admin=cast.ada, is_public=True)


@pytest.mark.parametrize("path", PAGES)
def test_it_is_off_until_an_admin_switches_it_on(cast, browser_of, path):
    assert browser_of(None).get(path).status_code == browser_of(cast.mona).get(path).status_code == 404
    set_public(admin=cast.ada, is_public=True)
    assert browser_of(None).get(path).status_code == 200
    assert browser_of(None).get(path.replace("acme", "bolt")).status_code == 404
    set_public(admin=cast.ada, is_public=False)
    assert browser_of(None).get(path).status_code == 404


def test_switching_is_audited_once(cast):
    for wanted in (False, True, True):
        set_public(admin=cast.ada, is_public=wanted)
    [entry] = AuditEntry.objects.filter(action="speed.page_switched")
    assert (entry.before, entry.after) == ({"public": False}, {"public": True})
    with pytest.raises(NotAllowed):
        set_public(admin=cast.mona, is_public=False)
    assert SpeedPage.objects.get(company=cast.acme).is_public


def test_footers_lead_there_only_while_it_is_on(cast, browser_of, django_capture_on_commit_callbacks):
    assert "/c/acme/speed/" not in browser_of(None).get("/c/acme/").content.decode()
    for wanted in (True, False):
        with django_capture_on_commit_callbacks(execute=True):
            set_public(admin=cast.ada, is_public=wanted)
        assert ('href="/c/acme/speed/"' in browser_of(None).get("/c/acme/").content.decode()) == wanted


def test_a_flushed_cache_costs_the_link_an_hour_at_most(cast, public, browser_of):
    cache.clear()
    assert 'href="/c/acme/speed/"' not in browser_of(None).get("/c/acme/").content.decode()
    assert remember() == 1
    assert 'href="/c/acme/speed/"' in browser_of(None).get("/c/acme/").content.decode()
    assert "speed/" not in browser_of(None).get("/c/bolt/").content.decode()


def test_half_of_all_counts_the_open_ones(cast, public, many, browser_of):
    many(15, answered=3 * MINUTE, by=cast.bob)
    many(10, answered=90 * MINUTE, by=cast.bob)
    assert "get an answer within 3 min." in words(browser_of(None).get("/c/acme/speed/?fresh"))
    many(6)
    assert "get an answer within 1.5 h." in words(browser_of(None).get("/c/acme/speed/?fresh=1"))
    many(30)
    assert "Not even half of all questions have an answer yet." in words(browser_of(None).get("/c/acme/speed/?fresh=2"))


def test_the_page_and_its_file_have_the_same_totals(cast, public, many, browser_of):
    many(40, answered=30 * MINUTE, solved=HOUR, by=cast.bob)
    many(7, ago=80 * DAY, answered=2 * HOUR, by=cast.bob)
    many(5, ago=10 * MINUTE)
    many(3, ago=60 * DAY, closed=DAY)
    many(2, exclusion="hidden")
    many(1, ago=95 * DAY)
    page = words(browser_of(None).get("/c/acme/speed/?fresh"))
    response = browser_of(None).get("/c/acme/speed/rows.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert list(rows[0]) == ["question", "asked_at", "first_answer_seconds", "solved_seconds", "state"]
    answered = [float(row["first_answer_seconds"]) for row in rows if row["first_answer_seconds"]]
    assert (len(rows), len(answered)) == (55, 47)
    assert "Asked 45 55 Answered 40 47" in page
    now = clock.now()
    old = [row for row in rows if (now - datetime.fromisoformat(row["asked_at"])) >= HOUR]
    in_time = sum(bool(row["first_answer_seconds"]) and float(row["first_answer_seconds"]) <= 3600 for row in old)
    assert f"1 h 100.0 % 91 to 100 % n = 40 {100 * in_time / len(old):.1f} % 67 to 89 % n = {len(old)}" in page
    assert {row["state"] for row in rows} == {"solved", "answered", "open", "closed"}


def test_few_questions_are_called_unstable(cast, public, many, browser_of):
    assert "Nobody has asked anything in the last 90 days." in words(browser_of(None).get("/c/acme/speed/?fresh"))
    many(19, answered=MINUTE, by=cast.bob)
    page = words(browser_of(None).get("/c/acme/speed/?fresh=1"))
    assert "Fewer than 20 questions: these numbers are unstable." in page
    assert "1 h too few n = 19 too few n = 19" in page
    many(1, answered=MINUTE, by=cast.bob)
    assert "unstable" not in words(browser_of(None).get("/c/acme/speed/?fresh=2"))


def test_it_leads_to_what_is_promised_where_something_is(cast, public, browser_of):
    assert "/c/acme/promise/" not in main_of(browser_of(None).get("/c/acme/speed/?fresh"))
    Promise.objects.create(
        company=cast.acme, version=1, author=cast.ada, created_at=clock.now() - 2 * DAY, valid_from=clock.now() - DAY,
        answer_within=3600, answer_share=80,
    )  # fmt: skip
    assert "/c/acme/promise/" in main_of(browser_of(None).get("/c/acme/speed/?fresh=1"))


def main_of(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_it_names_nobody(cast, public, many, browser_of):
    many(25, answered=MINUTE, by=cast.bob, title="My secret trouble")
    for path in PAGES:
        response = browser_of(None).get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert not any(word in content.decode() for word in ("Alice", "Bob", "secret trouble"))


def test_visitors_share_one_page_for_a_minute(cast, public, many, browser_of, django_assert_num_queries):
    many(25, answered=MINUTE, by=cast.bob)
    first = browser_of(None).get("/c/acme/speed/")
    # The company, and whether the page is on: nobody waits for what somebody else has just computed.
    with django_assert_num_queries(2):
        assert browser_of(None).get("/c/acme/speed/").content == first.content
    assert "Cookie" in first["Vary"]


@pytest.mark.parametrize("questions", [1, 3, 40])
def test_the_number_of_queries_is_fixed(cast, public, many, browser_of, django_assert_num_queries, questions):
    many(questions, answered=MINUTE, by=cast.bob)
    visitor = browser_of(None)
    visitor.get("/c/acme/speed/?fresh")
    # The company, whether the page is on, the questions of both times, and the promise in force.
    with django_assert_num_queries(5):
        visitor.get("/c/acme/speed/?fresh")


def test_days_are_the_companys(cast, public, browser_of):
    cast.acme.time_zone = "Pacific/Auckland"
    cast.acme.save()
    with clock.frozen_at(datetime(2030, 6, 30, 13, tzinfo=UTC)):
        # It is 1 July in Auckland: 28 days begin on 4 June there, which is noon of 3 June here.
        make_clock(cast.alice, 27 * DAY + 2 * HOUR)
        make_clock(cast.alice, 27 * DAY)
        assert "1 question of the last 28 days" not in words(browser_of(None).get("/c/acme/speed/?fresh"))
        assert "Asked 1 2" in words(browser_of(None).get("/c/acme/speed/?fresh=1"))


def test_the_dictionary_is_open_to_all_readers(cast, browser_of, django_assert_num_queries):
    browser_of(None).get("/c/acme/speed/figures/")
    with django_assert_num_queries(1):
        page = browser_of(None).get("/c/acme/speed/figures/").content.decode()
    assert "Kaplan and Meier" in page and "first_answer, version 1" in page
