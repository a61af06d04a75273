import numpy as np
import pytest

from community.personalization.learning.features import NAMES
from community.personalization.learning.model import PRIOR, Model

IDLE = NAMES.index("idle")


@pytest.fixture
def rows():
    return np.random.default_rng(3).normal(size=(40, len(NAMES)))


def test_a_new_model_is_the_shipped_prior(rows):
    prior = np.array([PRIOR[name] for name in NAMES])
    assert Model().scores(rows) == pytest.approx(rows @ prior)


def test_learning_raises_whoever_answered(rows):
    model = Model()
    before = model.scores(rows)
    for _time in range(50):
        model.learn(rows, 4)
    assert (model.scores(rows) > model.scores(rows)[4]).sum() < (before > before[4]).sum() + 1
    assert model.scores(rows)[4] - model.scores(rows).mean() > before[4] - before.mean()


def test_weights_keep_their_signs(rows):
    model, chance = Model(), np.random.default_rng(5)
    for _time in range(500):
        model.learn(chance.normal(size=(10, len(NAMES))) * 3, int(chance.integers(10)))
        assert (np.delete(model.weights, IDLE) >= 0).all() and model.weights[IDLE] <= 0


def test_contributions_add_up_to_the_score(rows):
    model = Model()
    model.learn(rows, 1)
    scores = model.scores(rows)
    for person in range(len(rows)):
        assert model.contributions(rows)[person].sum() == pytest.approx(scores[person] - scores.mean(), abs=1e-9)


def test_switching_a_reason_off_takes_exactly_its_contribution(rows):
    model, topic = Model(), NAMES.index("topic")
    without = rows.copy()
    without[7, topic] = rows[:, topic].mean()
    lost = model.scores(rows)[7] - model.scores(without)[7]
    assert lost == pytest.approx(model.contributions(rows)[7, topic], abs=1e-9)


def test_the_same_answers_give_the_same_weights_to_the_bit(rows):
    first, second = Model(), Model()
    for model in (first, second):
        for chosen in (3, 1, 4, 1, 5):
            model.learn(rows, chosen)
    assert first.weights.tobytes() == second.weights.tobytes()
