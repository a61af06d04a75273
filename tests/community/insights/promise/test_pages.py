"""The page that says whether the promise was kept, and the files behind it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.test import Client

from community import clock
from community.insights.promise.models import Outcome
from tests import factories
from tests.community.insights.promise.conftest import MINUTE, NOON, answered, promised, settled, ticking

PAGE = "/c/acme/promise/"
NOW = NOON + 40 * MINUTE


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_HOST="localhost")


@pytest.fixture
def week(cast) -> None:
    """Thirty-three settled questions, open ones, overdue ones, and some that do not count."""
    promised(cast.ada, answer_within=1800, answer_share=80, resolution_within=7200, resolution_share=70)
    for minutes in [5] * 27 + [35] * 6:
        answered(cast.acme, minutes)
    ticking(cast.acme)
    ticking(cast.acme, NOW - 25 * MINUTE)
    ticking(cast.acme, NOW - MINUTE)
    ticking(cast.acme, exclusion="hidden")
    ticking(cast.acme, closed_at=NOON + MINUTE, closing="asker")
    settled(cast.acme, NOON)
    settled(cast.acme, NOW - 15 * MINUTE)


def shown(browser: Client, address: str = PAGE, now=NOW) -> str:
    with clock.frozen_at(now):
        response = browser.get(address)
        assert response.status_code == 200
        return response.content.decode()


def file(browser: Client, address: str, now=NOW) -> list[dict[str, str]]:
    with clock.frozen_at(now):
        response = browser.get(address)
        text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def totals(page: str, clause: str) -> dict[str, int]:
    """Return the numbers that the page shows for a clause, by state."""
    section = re.search(rf"<section[^>]*{clause}-title.*?</dl>", page, re.DOTALL)
    return {name: int(n) for name, n in re.findall(r'data-state="([a-z-]+)">(\d+)<', section[0])}


@pytest.mark.parametrize("days", [28, 90])
@pytest.mark.parametrize("clause", ["first_answer", "resolution"])
def test_the_page_counts_what_the_file_holds(cast, week, visitor, clause, days):
    counted = totals(shown(visitor, f"{PAGE}?days={days}"), clause)
    rows = [row for row in file(visitor, f"{PAGE}rows/?days={days}") if row["clause"] == clause]
    states = Counter(row["state"] for row in rows)
    at_risk = counted.pop("at-risk")
    assert counted == {state: states[state] for state in ("kept", "broken", "open", "excluded")}
    assert len(rows) == Outcome.objects.filter(clause=clause).count() == sum(counted.values())
    assert at_risk == Outcome.objects.filter(clause=clause).at_risk(NOW).count()


def test_the_page_says_the_share_with_its_number_and_interval(week, visitor):
    page = shown(visitor)
    assert "We promise a first answer within 30 minutes for 80 % of questions." in page
    assert totals(page, "first_answer") == {"kept": 27, "broken": 7, "open": 2, "at-risk": 1, "excluded": 2}
    assert re.search(r"<b>79 %</b> kept of 34 \(with 95 % certainty between 63 % and 90 %\)", page)
    assert "hidden by a moderator: 1" in page
    assert "closed by the asker in time: 1" in page


def test_a_share_of_too_few_is_shown_neither_on_the_page_nor_in_the_file(cast, promise, visitor):
    for _each in range(29):
        answered(cast.acme, 5)
    settled(cast.acme, NOW)
    page, weeks = shown(visitor), file(visitor, f"{PAGE}weeks/")
    assert "29 questions count so far. Below 30 a share would say nothing." in page
    assert page.count("too few") == 12
    assert {(row["share kept"], row["lowest"], row["highest"]) for row in weeks} == {("", "", "")}


def test_weeks_on_the_page_and_in_the_file_are_the_same(cast, promise, visitor):
    for _each in range(30):
        answered(cast.acme, 5, NOON - timedelta(days=9))
    answered(cast.acme, 45)
    settled(cast.acme, NOW)
    rows = [row for row in file(visitor, f"{PAGE}weeks/") if row["clause"] == "first_answer"]
    assert [row["week"] for row in rows][-2:] == ["2026-02-23", "2026-03-02"]
    assert rows[-2]["share kept"] == "100 %"
    assert (rows[-1]["broken"], rows[-1]["share kept"], rows[-1]["over"]) == ("1", "", "no")
    page = shown(visitor)
    assert page.count("too few") == 11
    assert re.search(r"100 % <span class=\"meta\">\(89 %–100 %\)", page)


def test_a_week_begins_on_monday_in_the_companys_time_zone(cast, promise, visitor):
    cast.acme.time_zone = "Pacific/Auckland"
    cast.acme.save()
    # Sunday noon in UTC is Monday in Auckland.
    answered(cast.acme, 5, NOON - timedelta(days=3))
    settled(cast.acme, NOW)
    rows = [row for row in file(visitor, f"{PAGE}weeks/") if row["kept"] == "1"]
    assert [row["week"] for row in rows] == [date(2026, 3, 2).isoformat()]


def test_bars_say_their_numbers_in_a_table_too(week, visitor):
    page = shown(visitor)
    # Nothing about solutions is settled yet.
    assert page.count('<svg role="img"') == 1
    assert "The highest bar stands for 34. The table below holds the numbers." in page
    assert 'class="bar-kept" d="M' in page


def test_hidden_questions_are_counted_and_not_named(cast, promise, visitor):
    with clock.frozen_at(NOON):
        question = factories.ask(cast.alice)
    hidden = ticking(cast.acme, exclusion="hidden")
    ticking(cast.acme, question_id=question.pk)
    settled(cast.acme, NOW)
    assert {row["question"] for row in file(visitor, f"{PAGE}rows/")} == {"", str(question.pk)}
    assert str(hidden.question_id) not in str(file(visitor, f"{PAGE}rows/"))


def test_what_can_still_be_kept_is_named(cast, promise, visitor):
    with clock.frozen_at(NOON):
        question = factories.ask(cast.alice, "Why is <b> bold?")
    ticking(cast.acme, question_id=question.pk)
    settled(cast.acme, NOON)
    assert "Why is &lt;b&gt; bold?" in shown(visitor, now=NOON + 25 * MINUTE)
    assert "Why is" not in shown(visitor, now=NOON + 31 * MINUTE)


def test_all_versions_are_told(cast, promise, visitor):
    promised(cast.ada, since=NOON - timedelta(days=2), withdrawn=True, note="We are moving house")
    promised(cast.ada, since=NOON + timedelta(days=2), resolution_within=86400, resolution_share=70)
    page = shown(visitor)
    assert "Nothing is promised at the moment." in page
    for words in ("no longer in force", "not yet in force", "We are moving house", "within 24 hours for 70 %"):
        assert words in page


def test_without_a_promise_the_page_says_so_and_leads_admins_on(cast, visitor, browser_of):
    assert "has not promised anything" in shown(visitor)
    assert "/manage/promise/promise/add/" not in shown(visitor)
    assert "/c/acme/manage/promise/promise/add/" in shown(browser_of(cast.ada))
    assert "/manage/" not in shown(browser_of(cast.alice)).split("</main>")[0]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_page_costs_the_same_queries_for_many_questions(cast, promise, visitor, number, django_assert_num_queries):
    for _each in range(number):
        answered(cast.acme, 5)
    settled(cast.acme, NOW)
    shown(visitor)
    with clock.frozen_at(NOW), django_assert_num_queries(5):
        visitor.get(PAGE)


def test_other_days_than_those_offered_are_the_shortest(week, visitor):
    assert 'href="?days=28" aria-current="page"' in shown(visitor, f"{PAGE}?days=9999999999")


def test_the_other_company_shows_nothing_of_it(week, visitor):
    page = shown(visitor, "/c/bolt/promise/")
    assert "has not promised anything" in page
    assert file(visitor, "/c/bolt/promise/rows/") == []
