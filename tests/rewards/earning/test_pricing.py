"""What deeds earn, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.earning.pricing import (
    ACCEPTED,
    FIRST_ANSWER,
    HELPFUL_VOTE,
    MAKE_GOOD,
    REUSE,
    Facts,
    Month,
    Prices,
    decide,
    paid_for_reuses,
)
from rewards.earning.wording import REASONS, REFUSALS, reason_said, refusal_said

PRICES = Prices(
    monthly_pot=10_000,
    soft_cap=1000,
    rate_above_cap=25,
    accepted_answer=100,
    pays_moderators_choice=True,
    first_answer=20,
    first_answers=5,
    helpful_vote=8,
    votes_per_answer=10,
    reuse=16,
    reuse_most=200,
    make_good=300,
)
FRESH = Month(earned=0, pot_left=10_000)


def points(facts: Facts, month: Month = FRESH, **prices: int) -> tuple[int, str]:
    decision = decide(facts, replace(PRICES, **prices), month)
    return decision.points, decision.reason or decision.refusal


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"act": ACCEPTED}, (100, "price")),
        ({"act": ACCEPTED, "barred": "staff"}, (0, "staff")),
        ({"act": ACCEPTED, "kept": 30}, (70, "less_kept")),
        ({"act": ACCEPTED, "kept": 100}, (0, "already_kept")),
        ({"act": FIRST_ANSWER, "count": 4}, (20, "price")),
        ({"act": FIRST_ANSWER, "count": 5}, (0, "not_newcomer")),
        ({"act": HELPFUL_VOTE, "count": 9}, (8, "price")),
        ({"act": HELPFUL_VOTE, "count": 10}, (0, "enough_votes")),
        ({"act": HELPFUL_VOTE, "pair_week": 2}, (8, "price")),
        ({"act": HELPFUL_VOTE, "pair_week": 3}, (4, "pair_reduced")),
        ({"act": HELPFUL_VOTE, "pair_week": 5}, (1, "pair_reduced")),
        ({"act": HELPFUL_VOTE, "pair_week": 6}, (0, "pair_limit")),
        ({"act": HELPFUL_VOTE, "pair_month": 10}, (0, "pair_limit")),
        ({"act": REUSE, "count": 9}, (16, "price")),
        ({"act": REUSE, "count": 10}, (8, "price")),
        ({"act": REUSE, "count": 14}, (8, "price")),
        ({"act": REUSE, "count": 15}, (0, "enough_reuses")),
        ({"act": MAKE_GOOD}, (300, "price")),
    ],
)
def test_the_price_of_a_deed(facts, expected):
    assert points(Facts(**facts)) == expected


@pytest.mark.parametrize(
    ("earned", "expected"),
    [(900, (100, "price")), (950, (62, "over_cap")), (1000, (25, "over_cap")), (5000, (25, "over_cap"))],
)
def test_above_the_cap_a_part_counts_rounded_down(earned, expected):
    assert points(Facts(act=ACCEPTED), Month(earned=earned, pot_left=1000)) == expected


def test_a_make_good_knows_no_cap():
    assert points(Facts(act=MAKE_GOOD), Month(earned=5000, pot_left=1000)) == (300, "price")


def test_the_pot_holds_all_of_it_or_nothing_is_paid():
    assert points(Facts(act=ACCEPTED), Month(earned=0, pot_left=100)) == (100, "price")
    assert points(Facts(act=ACCEPTED), Month(earned=0, pot_left=99)) == (0, "pot_empty")


def test_what_has_no_price_earns_nothing():
    assert points(Facts(act=ACCEPTED), accepted_answer=0) == (0, "no_price")


def test_a_company_may_pay_the_askers_choice_only():
    assert points(Facts(act=ACCEPTED, basis="staff"), pays_moderators_choice=False) == (0, "moderators_choice")
    assert points(Facts(act=ACCEPTED, basis="asker"), pays_moderators_choice=False) == (100, "price")


def test_re_uses_halve_after_every_ten():
    assert paid_for_reuses(20, 16) == 10 * 16 + 10 * 8


numbers = st.integers(0, 5000)


@given(
    facts=st.builds(
        Facts,
        act=st.sampled_from([ACCEPTED, FIRST_ANSWER, HELPFUL_VOTE, REUSE, MAKE_GOOD]),
        count=st.integers(0, 40),
        pair_week=st.integers(0, 12),
        pair_month=st.integers(0, 12),
        kept=numbers,
    ),
    month=st.builds(Month, earned=numbers, pot_left=numbers),
    rate=st.integers(0, 100),
)
def test_every_decision_is_within_the_pot_and_can_be_read(facts, month, rate):
    decision = decide(facts, replace(PRICES, rate_above_cap=rate), month)
    assert 0 <= decision.points <= month.pot_left
    assert bool(decision.points) == bool(decision.reason) != bool(decision.refusal)
    assert decision.reason in {*REASONS, ""} and decision.refusal in {*REFUSALS, ""}
    said = (
        reason_said(decision.reason, decision.params)
        if decision.points
        else refusal_said(decision.refusal, decision.params)
    )
    assert "%(" not in said and said != "No reason is known."
