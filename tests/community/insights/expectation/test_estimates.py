from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from community.insights.expectation.queries.estimates import Expected, expected_times
from community.insights.expectation.queries.watched import Watched

MINUTE = timedelta(minutes=1)
COUNTRY, ROAMING, BILLS = 1, 2, 3
PARENTS = {COUNTRY: None, ROAMING: COUNTRY, BILLS: None}


def watched(*groups: tuple[int, float | None, dict[str, object]]) -> Watched:
    """Return what was watched: so many questions, answered after so many minutes or open for a day."""
    rows = [(minutes, about) for n, minutes, about in groups for _each in range(n)]
    return Watched(
        seconds=np.array([86400.0 if minutes is None else 60.0 * minutes for minutes, _about in rows]),
        is_answered=np.array([minutes is not None for minutes, _about in rows]),
        is_recent=np.array([about.get("recent", True) for _minutes, about in rows]),
        topic=np.array([about.get("topic", BILLS) for _minutes, about in rows]),
        block=np.array([about.get("block", 0) for _minutes, about in rows]),
        language=np.array([about.get("language", "en") for _minutes, about in rows]),
    )


def expected(of: Watched, topic: int | None = None, block: int = 0, language: str = "en") -> Expected:
    found = {each.topic: each for each in expected_times(of, language, [block], PARENTS)}
    return found[topic]


def test_half_and_eight_in_ten():
    found = expected(watched((100, 10, {}), (90, 30, {}), (10, None, {})))
    assert (found.p50, found.p80, found.n, found.events) == (10 * MINUTE, 30 * MINUTE, 200, 190)


def test_open_questions_count_as_waiting_and_not_as_nothing():
    """Of those that were answered, all were within ten minutes; of all, fewer than half."""
    found = expected(watched((40, 10, {}), (60, None, {})))
    assert (found.p50, found.p80) == (None, None)


@pytest.mark.parametrize(("answers", "said"), [(29, None), (30, 10 * MINUTE)])
def test_fewer_than_thirty_answers_are_not_enough_data(answers, said):
    found = expected(watched((answers, 10, {})))
    assert (found.p50, found.p80, found.events) == (said, said, answers)


def test_eight_in_ten_is_said_with_caution():
    """Exactly 80 % were answered within half an hour; with a standard error that is not sure enough."""
    at_the_edge = expected(watched((80, 30, {}), (10, 60, {}), (10, None, {})))
    assert at_the_edge.p80 == 60 * MINUTE


def test_no_time_beyond_seven_days_is_named():
    found = expected(watched((100, 10, {}), (90, 8 * 24 * 60, {})))
    assert (found.p50, found.p80) == (10 * MINUTE, None)


def test_other_languages_say_nothing_about_it():
    of = watched((500, 10, {}), (40, 600, {"language": "de"}), (5, 10, {"language": "fr"}))
    assert expected(of, language="de").p50 == 600 * MINUTE
    assert (expected(of, language="fr").p50, expected(of, language="fr").events) == (None, 5)


def test_a_topic_with_many_questions_speaks_for_itself():
    of = watched((1000, 10, {"topic": BILLS}), (1000, 120, {"topic": ROAMING}))
    assert expected(of, BILLS).p50 == 10 * MINUTE
    assert expected(of, ROAMING).p50 == 120 * MINUTE


def test_a_topic_with_few_questions_is_filled_up_from_its_parent_and_that_from_the_whole():
    """Three questions weigh 3 against 30: with w = 3/33 the half is reached where the parent has it."""
    of = watched((1000, 10, {"topic": BILLS}), (300, 120, {"topic": COUNTRY}), (3, 1, {"topic": ROAMING}))
    found = expected(of, ROAMING)
    assert found.p50 == 120 * MINUTE
    assert (found.n, found.events) == (303, 303)


def test_a_topic_in_which_nobody_asked_is_like_its_parent():
    of = watched((100, 10, {"topic": BILLS}), (100, 120, {"topic": COUNTRY}))
    assert expected(of, ROAMING).p80 == expected(of, COUNTRY).p80 == 120 * MINUTE


def test_nights_take_longer_than_days():
    of = watched((200, 10, {"block": 1}), (200, 300, {"block": 0}))
    assert (expected(of, BILLS, block=1).p50, expected(of, BILLS, block=0).p50) == (10 * MINUTE, 300 * MINUTE)


def test_the_last_weeks_count_where_they_have_enough_answers():
    of = watched((100, 10, {"recent": True}), (1000, 300, {"recent": False}))
    assert (expected(of).p50, expected(of).n) == (10 * MINUTE, 100)
    too_few = watched((29, 10, {"recent": True}), (1000, 300, {"recent": False}))
    assert (expected(too_few).p50, expected(too_few).n) == (300 * MINUTE, 1029)
