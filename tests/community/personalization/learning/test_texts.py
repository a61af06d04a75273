import math
import random
from collections import Counter

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


def test_a_text_that_is_left_out_of_a_profile_might_never_have_been_answered():
    whole, without = Profiles(half_life=100.0), Profiles(half_life=100.0)
    roaming, bill = {"roaming": 0.8, "slow": 0.6}, {"bill": 0.8, "slow": 0.6}
    for profiles, texts in ((whole, [(roaming, 0.0), (bill, 50.0)]), (without, [(bill, 50.0)])):
        for vector, moment in texts:
            profiles.add(0, vector, moment)
    asked = {"slow": 0.6, "roaming": 0.8}
    assert whole.similarity_without(0, asked, [(roaming, 0.0)]) == pytest.approx(without.similarity(asked, 1)[0])
    assert whole.similarity_without(0, asked, []) == pytest.approx(whole.similarity(asked, 1)[0])
    assert whole.similarity_without(0, asked, [(roaming, 0.0), (bill, 50.0)]) == 0


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


def test_profiles_of_many_are_the_sums_of_what_each_answered():
    """Also of a word that so many wrote about that it is kept in another way, and of those who came later."""
    chance = random.Random(5)
    profiles, sums = Profiles(half_life=1e12), {}
    for _answer in range(1500):
        person, vector = chance.randrange(200), {word: chance.random() for word in chance.sample("abcdefgh", 2)}
        profiles.add(person, vector, 0.0)
        for word, weight in vector.items():
            sums.setdefault(person, Counter())[word] += weight
    profiles.add(900, {"a": 2.0}, 0.0)
    sums[900] = Counter(a=2.0)
    found = profiles.similarity({"a": 0.6, "h": 0.8}, 901)
    for person in range(901):
        own = sums.get(person, Counter())
        length = math.sqrt(sum(weight * weight for weight in own.values()))
        assert found[person] == pytest.approx((0.6 * own["a"] + 0.8 * own["h"]) / length if length else 0.0)
        assert dict(profiles.words_of(person, 8)) == pytest.approx(
            {word: weight / length for word, weight in own.items()}
        )


def test_only_the_nearest_vote_and_of_equal_ones_the_oldest():
    nearest = NearestQuestions(remembered=10, nearest=2)
    for question, weight in enumerate((0.5, 0.9, 0.5, 0.5)):
        nearest.add(question, {"roaming": weight})
        nearest.answered(question, question)
    assert [question for question, _near, _who in nearest.answered_by({"roaming": 1.0})] == [1, 0]
    assert nearest.votes({"roaming": 1.0}, 4) == pytest.approx([0.25, 0.81, 0.0, 0.0])
