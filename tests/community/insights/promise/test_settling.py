"""Every way in which a promise is kept, broken, or does not count."""

from __future__ import annotations

import pytest

from community.insights.clocks.models import Clock
from community.insights.promise.models import Promise
from community.insights.promise.settling import Settlement, settle
from tests.community.insights.promise.conftest import MINUTE, NOON

BOTH = Promise(answer_within=1800, answer_share=80, resolution_within=3600, resolution_share=70)
AT = NOON + 30 * MINUTE
LATER = NOON + 600 * MINUTE


def clock(**fields: object) -> Clock:
    return Clock(asked_at=NOON, source="live", **fields)


def first(now=LATER, is_demo: bool = False, **fields: object) -> Settlement:
    """Settle the clause about the first answer, due at half past twelve."""
    return settle(clock(**fields), BOTH, now, is_demo=is_demo)[0]


def solution(now=LATER, **fields: object) -> Settlement:
    """Settle the clause about the solution, due at one."""
    return settle(clock(**fields), BOTH, now)[1]


def solved(minutes: int, quality: str = "exact") -> dict[str, object]:
    return {"resolved_at": NOON + minutes * MINUTE, "basis": "asker", "resolution_quality": quality}


def test_an_answer_at_the_deadline_is_in_time():
    assert first(first_answer_at=AT) == Settlement("first_answer", AT, "kept", settled_at=AT)


def test_an_answer_a_moment_later_is_not():
    assert first(first_answer_at=AT + MINUTE / 60).state == "broken"


def test_an_open_question_past_its_deadline_is_broken_at_the_deadline():
    assert first(now=AT).state == "open"
    assert first(now=AT + MINUTE / 60) == Settlement("first_answer", AT, "broken", settled_at=AT)


def test_a_solution_is_judged_by_the_time_of_its_acceptance():
    assert solution(**solved(60)).state == "kept"
    assert solution(**solved(61), solution_posted_at=NOON + MINUTE).state == "broken"


@pytest.mark.parametrize(("closing", "reason"), [("asker", "closed_by_asker"), ("moderator", "closed_by_moderator")])
def test_what_was_closed_in_time_does_not_count(closing, reason):
    closed = {"closed_at": NOON + 10 * MINUTE, "closing": closing}
    assert first(now=NOON + 11 * MINUTE, **closed).reason == reason
    assert first(**closed, first_answer_at=NOON + 5 * MINUTE).state == "kept"


def test_what_was_closed_after_the_deadline_is_broken():
    assert first(closed_at=AT + MINUTE, closing="asker").state == "broken"


def test_waiting_for_details_excuses_only_a_time_that_it_touched():
    assert first(first_paused_at=NOON + 5 * MINUTE).reason == "waited_for_asker"
    assert first(first_paused_at=NOON + 5 * MINUTE, now=AT).state == "open"
    assert first(first_paused_at=NOON + 5 * MINUTE, first_answer_at=NOON + 20 * MINUTE).state == "kept"
    assert first(first_paused_at=AT).state == "broken"


def test_hidden_questions_do_not_count_whatever_happened():
    assert first(exclusion="hidden", first_answer_at=NOON + MINUTE).reason == "hidden"


def test_a_pause_of_the_community_ends_the_watch():
    assert first(censored_at=NOON + MINUTE).reason == "watch_ended"
    assert first(censored_at=AT + MINUTE).state == "broken"


def test_an_acceptance_of_something_that_is_no_substantive_answer_says_nothing_about_answers():
    assert first(**solved(20)).reason == "solved_otherwise"
    assert solution(**solved(20)).state == "kept"


def test_imports_do_not_count_and_what_a_demo_brought_along_counts_there_only():
    seeded = {"first_answer_at": NOON + MINUTE, "exclusion": "seed"}
    past = Clock(asked_at=NOON, source="seed", **seeded)
    assert settle(past, BOTH, LATER)[0].reason == "not_live"
    assert settle(past, BOTH, LATER, is_demo=True)[0].state == "kept"
    assert settle(Clock(asked_at=NOON, source="import"), BOTH, LATER)[0].reason == "not_live"


def test_a_solution_at_an_unknown_time_is_neither_kept_nor_broken():
    assert solution(**solved(20, quality="unknown")).reason == "not_live"


def test_half_a_promise_settles_half():
    [only] = settle(clock(), Promise(resolution_within=60, resolution_share=1), LATER)
    assert only.clause == "resolution"
