"""What promises show on other pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from community import clock
from community.insights.promise.models import EscalationStep
from community.insights.promise.queries.page import promise_line
from tests import factories
from tests.community.insights.promise.conftest import MINUTE, NOON, answered, promised, settled, ticking

HOME = "/c/acme/"


@pytest.fixture
def asked(cast, promise, deliver_all):
    with clock.frozen_at(NOON):
        question = factories.ask(cast.alice)
        deliver_all()
    return question


def shown(browser, address: str, now) -> str:
    with clock.frozen_at(now):
        return browser.get(address).content.decode()


def test_the_home_page_says_the_promise_and_how_well_it_is_kept(cast, promise, browser_of):
    for minutes in [5] * 24 + [45] * 6:
        answered(cast.acme, minutes)
    now = NOON + timedelta(hours=1)
    settled(cast.acme, now)
    page = shown(browser_of(None), HOME, now)
    assert (
        "We promise a first answer within 30 minutes for 80 % of questions. Kept: 80 % of 30 in the last 28 days."
        in page
    )
    assert "30 minutes for 80 %" not in shown(browser_of(None), "/c/acme/t/general/", now)


def test_fewer_than_thirty_are_no_share_there_either(cast, promise, browser_of):
    answered(cast.acme, 5)
    settled(cast.acme, NOON + MINUTE)
    page = shown(browser_of(None), HOME, NOON + timedelta(hours=1))
    assert "for 80 % of questions." in page
    assert "Kept:" not in page


def test_a_company_without_a_promise_says_nothing(cast, browser_of):
    assert "We promise" not in shown(browser_of(None), HOME, NOON)


def test_the_line_costs_its_queries_once_a_minute(cast, promise, browser_of, django_assert_num_queries):
    cache.clear()
    with django_assert_num_queries(2):
        promise_line(cast.acme, NOON)
    with django_assert_num_queries(0):
        promise_line(cast.acme, NOON)
    with django_assert_num_queries(1):
        assert promise_line(cast.bolt, NOON) is None


def test_the_asker_reads_by_when_and_honestly_when_it_was_not_kept(cast, asked, browser_of):
    page = f"/c/acme/q/{asked.pk}/{asked.slug}/"
    in_time = shown(browser_of(cast.alice), page, NOON + MINUTE)
    assert "You should have a first answer by:" in in_time
    assert "2026-03-04T12:30:00Z" in in_time
    late = shown(browser_of(cast.alice), page, NOON + 31 * MINUTE)
    assert "did not keep that. We are sorry" in late
    assert "points" not in late.split("Our promise to you")[1].split("</section>")[0]
    for other in (cast.bob, cast.mona, None):
        assert "Our promise to you" not in shown(browser_of(other), page, NOON + MINUTE)


def test_a_kept_promise_is_not_talked_about(cast, asked, browser_of, deliver_all):
    with clock.frozen_at(NOON + MINUTE):
        factories.answer(cast.bob, asked)
        deliver_all()
    page = shown(browser_of(cast.alice), f"/c/acme/q/{asked.pk}/{asked.slug}/", NOON + 40 * MINUTE)
    assert "Our promise to you" not in page


def test_moderators_read_which_step_a_question_is_on(cast, asked, browser_of):
    taken = {"company": cast.acme, "question": asked, "episode": 1}
    EscalationStep.objects.create(**taken, step="wider", skipped=True)
    EscalationStep.objects.create(**taken, step="helpers", told=[cast.bob.pk])
    address = f"/c/acme/q/{asked.pk}/{asked.slug}/"
    page = shown(browser_of(cast.mona), address, NOON + 61 * MINUTE)
    assert "Who was told that it waits" in page
    assert "1 person" in page
    assert "passed over" in page
    assert "Who was told" not in shown(browser_of(cast.alice), address, NOON + 61 * MINUTE)


def test_seeds_promise_nothing_to_their_asker(cast, promise, browser_of):
    with clock.frozen_at(NOON):
        question = factories.ask(cast.alice)
    ticking(cast.acme, question_id=question.pk, source="seed", exclusion="seed")
    settled(cast.acme, NOON)
    page = shown(browser_of(cast.alice), f"/c/acme/q/{question.pk}/{question.slug}/", NOON + MINUTE)
    assert "Our promise to you" not in page


def test_two_clauses_are_two_lines(cast, browser_of):
    promised(cast.ada, answer_within=5400, answer_share=80, resolution_within=3 * 86400, resolution_share=70)
    page = shown(browser_of(None), HOME, NOON)
    assert "We promise a first answer within 90 minutes for 80 % of questions." in page
    assert "We promise a solution within 3 days for 70 % of questions." in page
