import numpy as np
import pytest

from community.personalization.learning.features import NAMES, features
from community.personalization.learning.refused import LeftOut
from community.personalization.learning.state import Asked, State
from community.personalization.learning.texts import NearestQuestions

HOUR = 3600.0


def asked(number, moment, language="en", topic="roaming", text="roaming abroad"):
    return Asked(number, "asker", moment, language, topic, text)


@pytest.fixture
def state():
    """Ann answers about roaming in English, Bob about bills in German."""
    state = State()
    for number in range(10):
        english = asked(2 * number, number * HOUR)
        german = asked(2 * number + 1, number * HOUR, "de", "billing", "rechnung karte")
        for question, answerer in ((english, "ann"), (german, "bob")):
            state.learn_question(question)
            state.learn_answer(question, answerer, number * HOUR + 60)
    return state


@pytest.mark.parametrize("name", ["language", "language_lately", "topic", "text", "similar"])
def test_who_answered_such_questions_stands_higher(state, name):
    column = features(state, asked(99, 11 * HOUR))[:, NAMES.index(name)]
    assert column[state.people["ann"]] > column[state.people["bob"]]


def test_features_are_numbers_for_a_question_like_none_before(state):
    assert np.isfinite(features(state, asked(99, 11 * HOUR, "lt", "unheard", ""))).all()


def test_nobody_can_be_ranked_where_nobody_has_answered():
    assert features(State(), asked(1, 0.0)).shape == (0, len(NAMES))


def test_the_second_answer_of_one_person_to_a_question_counts_for_nothing(state):
    question = asked(50, 12 * HOUR)
    state.learn_question(question)
    assert state.learn_answer(question, "ann", 12 * HOUR)
    before = features(state, asked(99, 13 * HOUR))
    assert not state.learn_answer(question, "ann", 12.5 * HOUR)
    assert (features(state, asked(99, 13 * HOUR)) == before).all()


def test_the_nearest_questions_are_looked_for_as_often_for_many_who_refuse_some_as_for_one(state, monkeypatch):
    searches: list[int] = []
    search = NearestQuestions._nearest_to
    monkeypatch.setattr(
        NearestQuestions, "_nearest_to", lambda nearest, vector: searches.append(1) or search(nearest, vector)
    )
    ann, bob = (LeftOut(answers={first: 60.0, first + 2: HOUR + 60}) for first in (0, 1))
    question, counts = asked(99, 11 * HOUR), []
    for left_out in ({0: ann}, {0: ann, 1: bob}):
        searches.clear()
        rows = features(state, question, left_out=left_out)
        counts.append(len(searches))
    assert counts[0] == counts[1]
    # Bob votes for nothing like it: with him left out Ann's share is what it was.
    assert rows[0].tolist() == features(state, question, left_out={0: ann})[0].tolist()
