"""The one function from events to points."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from rewards.reputation.fold import Credit, fold

ASKER, HELPER, VOTER, MODERATOR = 1, 2, 3, 4
QUESTION, ANSWER = 10, 11
START = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def history(*steps: tuple[str, int, dict[str, Any]]) -> list[Any]:
    """Return events an hour apart, after a question and an answer."""
    begin = [
        ("question.asked", ASKER, {"topic": 5}),
        ("answer.posted", HELPER, {"answer": ANSWER}),
    ]
    return [
        SimpleNamespace(
            pk=number,
            type=kind,
            actor=str(actor),
            payload={"question": QUESTION, **facts},
            occurred_at=START + number * timedelta(hours=1),
        )
        for number, (kind, actor, facts) in enumerate([*begin, *steps])
    ]


def vote(value: int = 1, voter: int = VOTER) -> tuple[str, int, dict[str, Any]]:
    return "vote.cast", voter, {"post": ANSWER, "value": value, "before": 0}


def accept(by: int = ASKER) -> tuple[str, int, dict[str, Any]]:
    return "answer.accepted", by, {"answer": ANSWER, "answer_author": HELPER, "basis": "asker", "episode": 1}


WITHDRAW_VOTE = ("vote.withdrawn", VOTER, {"post": ANSWER, "before": 1})
WITHDRAW = ("acceptance.withdrawn", ASKER, {"answer": ANSWER, "answer_author": HELPER, "episode": 1})
HIDE = ("post.hidden", MODERATOR, {"post": ANSWER, "kind": "answer"})
RESTORE = ("post.restored", MODERATOR, {"post": ANSWER, "kind": "answer"})


def points(credits: list[Credit], member: int = HELPER) -> list[int]:
    return [credit.points for credit in credits if credit.member == member]


def test_a_helpful_vote_is_worth_ten():
    assert points(fold(history(vote()))) == [10]


def test_a_vote_against_costs_two():
    assert points(fold(history(vote(-1)))) == [-2]


def test_a_changed_vote_is_taken_back_first():
    assert points(fold(history(vote(), vote(-1)))) == [10, -10, -2]


def test_a_withdrawn_vote_is_taken_back():
    assert points(fold(history(vote(), WITHDRAW_VOTE))) == [10, -10]


def test_an_acceptance_thanks_both():
    credits = fold(history(accept()))
    assert (points(credits), points(credits, ASKER)) == ([15], [2])


def test_a_moderator_who_accepts_gets_nothing_for_it():
    credits = fold(history(accept(MODERATOR)))
    assert (points(credits), points(credits, MODERATOR)) == ([15], [])


def test_who_accepts_their_own_answer_gets_nothing():
    assert fold(history(accept(HELPER))) == []


def test_a_withdrawn_acceptance_is_taken_back_from_both():
    credits = fold(history(accept(), WITHDRAW))
    assert (sum(points(credits)), sum(points(credits, ASKER))) == (0, 0)


def test_an_answer_can_be_accepted_again():
    assert points(fold(history(accept(), WITHDRAW, accept()))) == [15, -15, 15]


def test_hiding_an_answer_takes_its_votes_back_and_restoring_gives_them_again():
    credits = fold(history(vote(), vote(-1, MODERATOR), HIDE, RESTORE))
    assert points(credits) == [10, -2, -10, 2, 10, -2]


def test_a_restored_vote_can_be_withdrawn():
    assert sum(points(fold(history(vote(), HIDE, RESTORE, WITHDRAW_VOTE)))) == 0


def test_hiding_the_question_costs_its_helpers_nothing():
    hide = ("post.hidden", MODERATOR, {"post": QUESTION, "kind": "question"})
    assert points(fold(history(vote(), accept(), hide))) == [10, 15]


def test_a_reversal_belongs_to_the_day_of_the_judgement():
    given, taken = fold(history(vote(), *[RESTORE] * 30, WITHDRAW_VOTE))
    assert given.day == taken.day
    assert taken.occurred_at - given.occurred_at == timedelta(hours=31)
    assert taken.reverses == given.key


def test_points_go_to_the_topic_of_that_moment():
    move = ("question.edited", MODERATOR, {"version": 2, "material": False, "topic": 6})
    assert [credit.topic for credit in fold(history(vote(), move, accept(MODERATOR)))] == [5, 6]


def test_an_edit_without_a_topic_moves_nothing():
    """Older events say nothing of the topic."""
    edit = ("question.edited", ASKER, {"version": 2, "material": False})
    assert [credit.topic for credit in fold(history(edit, vote()))] == [5]


def test_no_two_credits_are_one():
    credits = fold(history(vote(), vote(-1), HIDE, RESTORE, accept(), HIDE, WITHDRAW, RESTORE, vote(1), accept()))
    assert len({credit.key for credit in credits}) == len(credits)
