"""Trust levels as pure functions of facts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rewards.reputation.levels import LEVELS, Facts, earned_level, needs_of, reached, settled_level

TRUSTED = Facts(days=100, posts=40, answers=30, solved=12, reputation=400)


def test_somebody_new_has_reached_nothing():
    assert reached(Facts()) == 0


def test_time_and_two_posts_make_somebody_known():
    assert reached(Facts(days=2, posts=2)) == 1


@pytest.mark.parametrize("fact", ["days", "answers", "solved", "reputation"])
def test_everything_has_to_be_met(fact):
    assert reached(TRUSTED) == 3
    assert reached(replace(TRUSTED, **{fact: LEVELS[3][fact] - 1})) == 2


def test_much_writing_does_not_make_somebody_trusted():
    """Twelve of a hundred answers accepted: the share is too small."""
    assert reached(replace(TRUSTED, answers=100)) == 2


def test_a_level_is_not_lost_by_a_vote():
    assert earned_level(3, replace(TRUSTED, reputation=298)) == 3


def test_a_level_is_lost_when_a_quarter_is_gone():
    assert earned_level(3, replace(TRUSTED, reputation=220)) == 2


def test_a_level_that_was_given_is_not_taken():
    assert settled_level(4, 0, earned_level(0, Facts())) == 4


def test_a_given_level_rises_when_more_is_earned():
    assert settled_level(1, 0, 3) == 3


def test_an_earned_level_can_fall():
    assert settled_level(3, 3, 2) == 2


def test_what_is_missing_is_said():
    missing = {need.fact: need.missing for need in needs_of(2, Facts(days=20, answers=3, solved=2, reputation=12))}
    assert missing == {"days": 0, "answers": 2, "solved": 0, "reputation": 38}
