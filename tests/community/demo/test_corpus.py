from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from community.demo.corpus import KNOWN_SIZES, Thread, member_names, threads, words
from community.text.names import skeleton

NOW = datetime(2025, 6, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def corpus() -> list[Thread]:
    return list(threads(500, 200, NOW))


def test_the_same_arguments_make_the_same_threads(corpus: list[Thread]) -> None:
    assert list(islice(threads(500, 200, NOW), 20)) == corpus[:20]


def test_a_question_has_four_answers_on_average(corpus: list[Thread]) -> None:
    assert sum(len(thread.answers) for thread in corpus) == 4 * 500


def test_two_questions_have_a_known_number_of_posts(corpus: list[Thread]) -> None:
    assert [1 + len(thread.answers) for thread in corpus if thread.known_size] == list(KNOWN_SIZES)


def test_a_quarter_of_the_texts_holds_code(corpus: list[Thread]) -> None:
    bodies = [answer.body for thread in corpus for answer in thread.answers]
    assert 0.2 < sum("```" in body for body in bodies) / len(bodies) < 0.3


def test_common_words_are_common_and_rare_ones_rare(corpus: list[Thread]) -> None:
    text = " ".join(answer.body.lower() for thread in corpus for answer in thread.answers)
    assert text.count(words()[0]) > 20 * text.count(f" {words()[500]} ")


def test_nobody_votes_on_their_own_answer_or_twice(corpus: list[Thread]) -> None:
    for thread in corpus:
        for answer in thread.answers:
            voters = [voter for voter, _value in answer.votes]
            assert answer.author not in voters
            assert len(set(voters)) == len(voters)


def test_everything_happened_in_its_order_and_in_the_past(corpus: list[Thread]) -> None:
    for thread in corpus:
        times = [thread.at, *(answer.at for answer in thread.answers), thread.ended_at or NOW - timedelta(minutes=1)]
        assert times == sorted(times)
        assert times[-1] < NOW


def test_no_two_names_look_alike() -> None:
    names = list(member_names(5000))
    assert len({skeleton(name) for name in names}) == len(names) == 5000
