import pytest

from community.personalization.learning.texts import NearestQuestions, Profiles, Vocabulary


def test_rare_words_weigh_more():
    vocabulary = Vocabulary()
    for _time in range(9):
        vocabulary.learn(["phone"])
    vocabulary.learn(["phone", "roaming"])
    vector = vocabulary.vector(["phone", "roaming"])
    assert vector["roaming"] > vector.get("phone", 0.0)
    assert sum(weight * weight for weight in vector.values()) == pytest.approx(1.0)


def test_a_text_of_no_known_words_has_no_direction():
    assert Vocabulary().vector([]) == {}


def test_profiles_point_to_what_somebody_answered():
    profiles = Profiles(half_life=100.0)
    profiles.add(0, {"roaming": 1.0}, 0.0)
    profiles.add(1, {"roaming": 0.6, "bill": 0.8}, 0.0)
    assert profiles.similarity({"roaming": 1.0}, 3) == pytest.approx([1.0, 0.6, 0.0])


def test_profiles_fade():
    profiles = Profiles(half_life=100.0)
    profiles.add(0, {"roaming": 1.0}, 0.0)
    profiles.add(0, {"bill": 1.0}, 1000.0)
    assert profiles.similarity({"roaming": 1.0}, 1)[0] < 0.01


def test_those_vote_who_answered_what_is_alike():
    nearest = NearestQuestions(remembered=10, nearest=5)
    nearest.add(1, {"roaming": 1.0})
    nearest.add(2, {"bill": 1.0})
    nearest.answered(1, 0)
    nearest.answered(2, 1)
    assert nearest.votes({"roaming": 0.8, "phone": 0.6}, 2) == pytest.approx([0.64, 0.0])


def test_the_oldest_question_is_forgotten():
    nearest = NearestQuestions(remembered=1, nearest=5)
    nearest.add(1, {"roaming": 1.0})
    nearest.answered(1, 0)
    nearest.add(2, {"bill": 1.0})
    nearest.answered(1, 0)
    assert nearest.votes({"roaming": 1.0}, 1)[0] == 0.0
