"""Open questions in the order of a helper: fresh ones and those like what they solved come first, and reasons add up."""

from __future__ import annotations

import numpy as np
import pytest

from community.personalization.learning.order import GROUPS, Answered, Open, order_for, varied

NOW = 1_700_000_000.0
HOUR = 3600.0


def waiting(number, *, hours=1.0, language="en", topic="sim", text="Where is my card?", waits=True):
    return Open(number, NOW - hours * HOUR, language, topic, text, waits)


def answered(number, *, hours=48.0, language="en", topic="sim", text="Roaming in Norway does not work"):
    return Answered(number, NOW - hours * HOUR, language, topic, text)


def first_of(questions, past=(), **kwargs):
    return questions[int(np.argmax(order_for(questions, past, NOW, **kwargs).scores))].question


def test_without_a_past_the_freshest_comes_first():
    assert first_of([waiting(1, hours=30), waiting(2, hours=2), waiting(3, hours=9)]) == 2


@pytest.mark.parametrize(
    ("group", "better", "past"),
    [
        ("language", {"language": "de"}, [answered(n, language="de") for n in range(4)]),
        ("topic", {"topic": "roaming"}, [answered(n, topic="roaming", text="x") for n in range(4)]),
        ("similar", {"text": "Roaming does not work in Oslo"}, [answered(1)]),
        (
            "hour",
            {"topic": "roaming"},
            [answered(n, topic="roaming", hours=24, text="x") for n in range(4)]
            + [answered(n, topic="sim", hours=36, text="x") for n in range(4)],
        ),
    ],
)
def test_each_reason_moves_the_question_it_speaks_for_and_can_be_switched_off(group, better, past):
    questions = [waiting(1, hours=1), waiting(2, hours=1, **better)]
    only = [each for each in GROUPS if each not in (group, "fresh")]
    order = order_for(questions, past, NOW, off=only)
    assert order.scores[1] > order.scores[0]
    assert order_for(questions, past, NOW, off=[*only, group]).scores.tolist() == [0.0, 0.0]


def test_reasons_add_up_to_the_score_and_are_told_over_the_mean():
    past = [answered(n, topic="roaming", language="de") for n in range(3)]
    order = order_for([waiting(1), waiting(2, topic="roaming", hours=5), waiting(3, language="de")], past, NOW)
    assert order.contributions.sum(axis=1) == pytest.approx(order.scores)
    assert order.contributions.mean(axis=0) == pytest.approx(np.zeros(len(GROUPS)), abs=1e-12)


def test_a_topic_that_was_chosen_counts_before_anything_was_answered():
    questions = [waiting(1), waiting(2, topic="roaming", hours=1.05)]
    assert first_of(questions) == 1 and first_of(questions, chosen=["roaming"]) == 2


def test_what_is_alike_is_named_and_what_shares_nothing_is_not():
    past = [answered(7), answered(8, text="How do I pay the bill?")]
    order = order_for([waiting(1, text="Roaming in Norway"), waiting(2, text="Where is my card?")], past, NOW)
    assert order.alike == ((7,), ())


def test_what_comes_later_is_not_looked_at():
    questions = [waiting(1), waiting(2, topic="roaming")]
    later = [answered(n, topic="roaming", hours=-1) for n in range(5)]
    assert order_for(questions, later, NOW).scores.tolist() == order_for(questions, [], NOW).scores.tolist()


def test_at_most_two_of_ten_are_of_one_topic_where_others_exist():
    topics = ["a"] * 12 + ["b", "c", "d", "e"] * 3
    arranged = varied(range(len(topics)), topics)
    assert sorted(arranged) == list(range(len(topics)))
    first = [topics[place] for place in arranged[:10]]
    assert max(first.count(topic) for topic in set(first)) == 2 and arranged[:2] == [0, 1]


def test_one_topic_alone_is_shown_all_the_same():
    assert varied([2, 0, 1], ["a", "a", "a"]) == [2, 0, 1]


def test_what_is_older_than_a_week_is_equally_old():
    order = order_for([waiting(1, hours=8 * 24), waiting(2, hours=300 * 24)], [], NOW)
    assert order.scores.tolist() == [0.0, 0.0]
