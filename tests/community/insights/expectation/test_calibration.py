from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from community import clock
from community.insights.clocks.models import Clock
from community.insights.expectation.actions.compute import compute_expected_times
from community.insights.expectation.actions.tell import keep_what_was_said
from community.insights.expectation.models import Expectation
from community.insights.expectation.queries.calibration import calibration_of
from community.questions.models import Post, Question
from tests import factories
from tests.community.insights.expectation.conftest import clock_row

A_DAY = 200
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def told(cast: Any):
    """Ask a question that was told "8 in 10 within an hour", so long ago, and that was answered after so long."""

    def make(ago: timedelta, answered_after: timedelta | None, p80: timedelta | None = HOUR, **fields: Any) -> Question:
        question = factories.ask(cast.alice)
        asked_at = clock.now() - ago
        # Followers fill this row as well; what it says is what this test is about.
        Clock.objects.filter(question=question).delete()
        clock_row(cast.acme, asked_at, answered_after, question_id=question.pk, **fields).save()
        Expectation.objects.filter(question=question).delete()
        Expectation.objects.create(
            question=question, company=cast.acme, asked_at=asked_at, p50=p80 and MINUTE, p80=p80, n=60, events=50,
            as_of=asked_at, definition="expected_answer", version=1,
        )  # fmt: skip
        return question

    return make


def counts(cast: Any) -> tuple[int, int, int]:
    found = calibration_of(cast.acme, clock.now())
    return found.n, found.within_p80, found.ended


def test_answers_within_the_time_that_was_named(cast, told, django_assert_num_queries):
    told(2 * HOUR, HOUR)
    told(2 * HOUR, HOUR + MINUTE)
    told(2 * HOUR, None)
    with django_assert_num_queries(1):
        assert counts(cast) == (3, 1, 0)


def test_only_questions_whose_time_is_over(cast, told):
    """Counting the quick ones among the young ones would make it look better than it is."""
    told(59 * MINUTE, MINUTE)
    told(59 * MINUTE, None)
    assert counts(cast) == (0, 0, 0)


def test_only_the_last_four_weeks(cast, told):
    told(28 * DAY + MINUTE, MINUTE)
    told(28 * DAY - MINUTE, MINUTE)
    assert counts(cast) == (1, 1, 0)


def test_questions_that_were_told_no_time_are_not_counted(cast, told):
    told(2 * HOUR, MINUTE, p80=None)
    assert counts(cast) == (0, 0, 0)


def test_hidden_questions_are_not_counted(cast, told):
    told(2 * HOUR, MINUTE, exclusion="hidden")
    assert counts(cast) == (0, 0, 0)


@pytest.mark.parametrize("ending", [{"closing": "asker", "closed_at": 90 * MINUTE}, {"censored_at": 90 * MINUTE}])
def test_what_ended_without_an_answer_before_the_time_was_over_is_told_apart(cast, told, ending):
    now = clock.now()
    fields = {name: now - value if isinstance(value, timedelta) else value for name, value in ending.items()}
    told(2 * HOUR, None, **fields)
    told(3 * HOUR, None, **fields)
    told(2 * HOUR, 10 * MINUTE, **fields)
    assert counts(cast) == (2, 1, 1)


def test_of_other_companies_nothing(cast, told):
    told(2 * HOUR, MINUTE)
    assert calibration_of(cast.bolt, clock.now()).n == 0


def test_under_two_hundred_questions_no_share(cast, told):
    told(2 * HOUR, MINUTE)
    found = calibration_of(cast.acme, clock.now())
    assert (found.is_enough, found.share, found.is_on_target) == (False, None, False)
    assert found.interval == pytest.approx((0.206549, 1.0), abs=1e-6)


def test_from_real_questions_and_answers(cast, deliver_all):
    """Thirty are answered at once, so that whoever asks next is told so; one of two is answered within that."""
    for _each in range(30):
        factories.answer(cast.bob, factories.ask(cast.alice))
    deliver_all()
    compute_expected_times(cast.acme)
    quick, slow = factories.ask(cast.alice), factories.ask(cast.alice)
    factories.answer(cast.bob, quick)
    deliver_all()
    assert {said.p80 for said in Expectation.objects.all()} == {MINUTE}
    with clock.moved(2 * MINUTE):
        factories.answer(cast.bob, slow)
        deliver_all()
        assert counts(cast) == (2, 1, 0)


@pytest.mark.prove
def test_eight_in_ten_are_eight_in_ten(cast):
    """On a history that goes on as it did, 75 to 85 % of those told "8 in 10 within X" are answered within X.

    Five topics under two parents and two languages, all of another speed; nights are slower; every tenth is never
    answered. Half a year of it, of which the last four weeks are told each day what was computed that day.
    """
    company = cast.acme
    company.languages, company.time_zone = ["en", "de"], "Europe/Berlin"
    company.save()
    random = np.random.default_rng(20261122)
    questions = _history(company, random, clock.now())
    rows = {row.question_id: row for row in Clock.objects.bulk_create(questions)}
    _with_questions(cast, rows)
    now = clock.now()
    by_day = defaultdict(list)
    for row in rows.values():
        by_day[1 + (now - row.asked_at) // DAY].append(row)
    for ago in range(29, 0, -1):
        with clock.moved(-ago * DAY):
            compute_expected_times(company)
        for row in by_day[ago]:
            about = {"topic": row.topic_at_asking_id, "language": row.language, "asked_at": row.asked_at}
            keep_what_was_said(company=company, question=row.question_id, **about)
    found = calibration_of(company, now)
    assert found.n >= 200 and found.is_on_target


def _history(company: Any, random: np.random.Generator, now: datetime) -> list[Clock]:
    """Return the clocks of half a year."""
    first = factories.topic_of(company)
    second = factories.make_topic(company, "Second")
    below = [factories.make_topic(company, name, parent=first) for name in ("Third", "Fourth", "Fifth")]
    speeds = {first: 40.0, second: 15.0, below[0]: 60.0, below[1]: 20.0, below[2]: 120.0}
    topics, zone = list(speeds), ZoneInfo(company.time_zone)
    rows = []
    for number in range(A_DAY * 180):
        asked_at = now - DAY * (180 * random.random())
        topic = topics[random.choice(5, p=[0.4, 0.3, 0.2, 0.08, 0.02])]
        language = "en" if random.random() < 0.8 else "de"
        is_night = asked_at.astimezone(zone).hour < 6
        scale = speeds[topic] * (2.0 if language == "de" else 1.0) * (4.0 if is_night else 1.0)
        minutes = random.lognormal(np.log(scale), 1.2)
        answered = None if random.random() < 0.1 else timedelta(minutes=minutes)
        if answered is not None and asked_at + answered > now:
            answered = None
        rows.append(
            clock_row(company, asked_at, answered, question_id=10_000_000 + number, topic=topic, language=language)
        )
    return rows


def _with_questions(cast: Any, rows: dict[int, Clock]) -> None:
    """Make the questions of the clocks: what was said refers to them."""
    young = [row for row in rows.values() if row.asked_at > clock.now() - 30 * DAY]
    fields = {"company": cast.acme, "kind": "question", "author": cast.alice, "render_version": 1}
    Post.objects.bulk_create(Post(pk=row.question_id, created_at=row.asked_at, **fields) for row in young)
    Question.objects.bulk_create(
        Question(
            pk=row.question_id, company=cast.acme, title="Why?", topic_id=row.topic_id, language=row.language,
            asked_at=row.asked_at,
        )
        for row in young
    )  # fmt: skip
