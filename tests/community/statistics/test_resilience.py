"""Leaving helpers out: what it says equals what is left when their answers are struck out by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from community.statistics.resilience import Answering, Speed, bus_factor, is_hurt, leave_one_out
from community.statistics.survival import kaplan_meier

DAY = 86_400.0


def answering(watched: list[float], answers: list[tuple[int, int, float]], age: float = 9 * DAY) -> Answering:
    """Return questions that were watched so long, with answers: (question, helper, seconds)."""
    question, helper, seconds = zip(*answers, strict=True) if answers else ((), (), ())
    return Answering(
        watched=np.array(watched),
        age=np.full(len(watched), age),
        question=np.array(question, dtype=np.int64),
        helper=np.array(helper, dtype=np.int64),
        seconds=np.array(seconds, dtype=np.float64),
        horizon=DAY,
    )


def drawn(seed: int) -> Answering:
    random = np.random.default_rng(seed)
    n, helpers = int(random.integers(5, 60)), int(random.integers(2, 7))
    answers = [
        (int(random.integers(n)), int(random.zipf(1.6) % helpers), float(random.exponential(DAY / 3)))
        for _ in range(2 * n)
    ]
    return answering(list(random.uniform(DAY / 2, 3 * DAY, n)), answers)


def by_hand(given: Answering, gone: set[int]) -> Speed:
    """Return the speed from a list of answers out of which those of the gone are struck, question by question."""
    durations, happened, in_time = [], [], 0
    for index, watched in enumerate(given.watched):
        rows = zip(given.question, given.helper, given.seconds, strict=True)
        left = [at for question, helper, at in rows if question == index and helper not in gone and at <= watched]
        durations.append(min(left, default=watched))
        happened.append(bool(left))
        in_time += bool(left) and min(left) <= given.horizon
    return Speed(kaplan_meier(durations, happened).median, in_time / given.watched.size)


@pytest.mark.parametrize("seed", range(25))
def test_leaving_one_out_equals_brute_force(seed):
    given = drawn(seed)
    found = leave_one_out(given)
    assert found
    for helper, speed in found.items():
        expected = by_hand(given, {helper})
        assert (speed.median, speed.rate) == (pytest.approx(expected.median), pytest.approx(expected.rate))


@pytest.mark.parametrize("seed", range(25))
def test_the_bus_factor_is_never_less_than_brute_force_says_and_exact_for_one(seed):
    given = drawn(seed)
    before, helpers = by_hand(given, set()), set(given.helper.tolist())
    least = next(
        (
            size
            for size in range(1, len(helpers) + 1)
            if any(is_hurt(before, by_hand(given, set(gone))) for gone in combinations(helpers, size))
        ),
        None,
    )
    found = bus_factor(given)
    assert (found is None) == (least is None)
    assert found is None or (found >= least and (found == 1) == (least == 1))


def test_a_community_that_hangs_on_one_person_says_one():
    alone = [(question, 1, 60.0) for question in range(10)]
    assert bus_factor(answering([5 * DAY] * 10, alone)) == 1


def test_a_community_in_which_everybody_can_step_in_says_none():
    everybody = [(question, helper, 60.0 + helper) for question in range(10) for helper in range(30)]
    assert bus_factor(answering([5 * DAY] * 10, everybody), most=20) is None


def test_without_answers_nobody_can_be_missed():
    assert bus_factor(answering([DAY] * 3, [])) is None


def test_ten_points_exactly_do_not_hurt_and_half_more_neither():
    assert not is_hurt(Speed(100, 0.9), Speed(150, 0.8))
    assert is_hurt(Speed(100, 0.9), Speed(151, 0.9))
    assert is_hurt(Speed(100, 0.9), Speed(100, 0.79))
    assert is_hurt(Speed(100, 0.6), Speed(None, 0.55))
    assert not is_hurt(Speed(None, 0.3), Speed(None, 0.25))


def test_an_answer_after_the_closing_is_none():
    late = answering([DAY] * 4, [(question, 1, 2 * DAY) for question in range(4)])
    assert late.without(()) == Speed(None, 0.0)
    assert late.most_first_answers((), 5) == []
