"""Whom to ask among those who can be asked."""

from __future__ import annotations

from community.personalization.routing.choosing import Candidate, choose, fair_share


def people(number: int, **fields) -> list[Candidate]:
    """Return so many experienced people, the first the likeliest."""
    return [Candidate(member, score=-float(member), **{"answers": 50, **fields}) for member in range(1, number + 1)]


def members(chosen) -> list[int]:
    return [each.candidate.member for each in chosen]


def test_the_likeliest_five_are_asked_and_everybody_where_there_are_no_more():
    assert members(choose(people(9), seed="a")) == [1, 2, 3, 4, 5]
    assert members(choose(people(4), seed="a")) == [1, 2, 3, 4]
    unknown = Candidate(99, None, answers=50)
    assert members(choose([unknown, *people(2)], seed="a")) == [1, 2, 99]


def test_offers_of_today_move_somebody_back():
    busy, idle = Candidate(1, 1.0, answers=50, load=3), Candidate(2, 0.6, answers=50)
    assert members(choose([busy, idle], seed="a")) == [2, 1]
    assert round(fair_share(3), 4) == -0.4159


def test_the_fifth_place_is_a_newcomers_unless_one_has_a_place_already():
    newcomers = [Candidate(100 + n, -50.0, answers=n, curious=True) for n in range(4)]
    chosen = choose([*people(9), *newcomers], seed="a")
    assert members(chosen)[:4] == [1, 2, 3, 4]
    assert (chosen[4].slot, chosen[4].candidate.is_new) == ("newcomer", True)
    assert 0 < chosen[4].propensity < 1
    first_new = Candidate(0, 5.0, answers=10)
    assert {each.slot for each in choose([first_new, *people(9), *newcomers], seed="a")} == {"ranked"}


def test_newcomers_without_any_interest_in_the_topic_are_not_drawn():
    strangers = [Candidate(100 + n, -50.0) for n in range(4)]
    assert members(choose([*people(9), *strangers], seed="a")) == [1, 2, 3, 4, 5]


def test_the_draw_is_the_same_in_a_replay_and_another_for_another_question():
    newcomers = [Candidate(100 + n, -50.0, curious=True) for n in range(12)]
    crowd = [*people(9), *newcomers]
    assert choose(crowd, seed="q:1") == choose(list(reversed(crowd)), seed="q:1")
    drawn = {members(choose(crowd, seed=f"q:{n}"))[4] for n in range(40)}
    assert len(drawn) > 4


def test_newcomers_who_answer_their_offers_are_drawn_more_often_than_those_who_never_do():
    eager, silent = (
        Candidate(100, -50.0, answers=8, offers=8, curious=True), Candidate(101, -50.0, offers=30, curious=True)
    )  # fmt: skip
    drawn = [members(choose([*people(9), eager, silent], seed=f"q:{n}"))[4] for n in range(60)]
    assert drawn.count(100) > 55


def test_whoever_answered_the_most_similar_question_gets_the_fourth_place():
    chosen = choose(people(9), seed="a", similar=8)
    assert members(chosen) == [1, 2, 3, 8, 5]
    assert chosen[3].slot == "similar"
    assert members(choose(people(9), seed="a", similar=2)) == [1, 2, 3, 4, 5]
