from community.personalization.learning.gate import WINDOW, ChampionGate


def test_a_model_that_has_shown_nothing_does_not_serve():
    gate = ChampionGate()
    for _question in range(WINDOW - 1):
        gate.learn(model=1.0, simple=0.0)
    assert not gate.serves_model and gate.lead is None


def test_a_model_that_is_as_good_serves():
    gate = ChampionGate()
    for _question in range(WINDOW):
        gate.learn(model=0.5, simple=0.5)
    assert gate.serves_model


def test_a_model_that_falls_behind_steps_back_and_can_return():
    gate = ChampionGate()
    for _question in range(WINDOW):
        gate.learn(model=0.6, simple=0.5)
    for _question in range(WINDOW):
        gate.learn(model=0.4, simple=0.5)
    assert not gate.serves_model
    for _question in range(WINDOW):
        gate.learn(model=0.6, simple=0.5)
    assert gate.serves_model
