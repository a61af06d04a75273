"""What one place in five for newcomers and the price of load do to a community, against asking by score alone (A15)."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pytest

from community.personalization.learning.learner import Learner
from community.personalization.learning.state import Asked
from community.personalization.routing.choosing import NEWCOMER_ANSWERS, Candidate, choose

DAY = 86_400.0
TOPICS = ("roaming", "billing", "sim", "handsets")
QUESTIONS = 1_500


@dataclass
class Policy:
    """What a way of choosing did to everybody who could be asked."""

    offers: Counter[int] = field(default_factory=Counter)
    newcomers: int = 0
    hits: int = 0
    at: dict[int, list[float]] = field(default_factory=dict)

    def ask(self, members: list[int], answers: Counter[int], moment: float, answerer: int) -> None:
        self.offers.update(members)
        self.newcomers += sum(answers[each] <= NEWCOMER_ANSWERS for each in members)
        self.hits += answerer in members
        for each in members:
            self.at.setdefault(each, []).append(moment)

    def load(self, member: int, moment: float) -> int:
        return sum(moment - each < DAY for each in self.at.get(member, [])[-40:])


def gini(counts: list[float]) -> float:
    ordered = np.sort(np.array(counts, dtype=float))
    ranks = np.arange(1, ordered.size + 1)
    return float((2 * ranks - ordered.size - 1) @ ordered / (ordered.size * ordered.sum()))


def life(seed: int):
    """Yield questions with who answered: 120 helpers, of whom ten write three quarters, and new ones all the time.

    So it is in public support communities (design of personalization, 1.1).
    """
    dice = random.Random(seed)
    topic_of = {member: dice.choice(TOPICS) for member in range(120)}
    begins = {member: 0 if member < 30 else dice.uniform(0, QUESTIONS) for member in range(120)}
    zeal = {member: 1.0 / (1 + member) ** 1.4 for member in range(120)}
    for number in range(QUESTIONS):
        topic = dice.choice(TOPICS)
        there = [member for member in topic_of if begins[member] <= number]
        weights = [zeal[member] * (4 if topic_of[member] == topic else 1) for member in there]
        text = f"{topic} {dice.choice(['abroad', 'invoice', 'slot', 'screen'])} {dice.choice('abcdefgh')}"
        yield Asked(number, "asker", number * DAY / 20, "en", topic, text), dice.choices(there, weights)[0]


@pytest.fixture(scope="module")
def policies() -> tuple[Policy, Policy, Counter[int]]:
    """Return score alone, the policy, and who really answered, over the second half of one life."""
    learner, alone, fair, answers, later = Learner(), Policy(), Policy(), Counter(), Counter()
    in_topic: Counter[tuple[int, str]] = Counter()
    for asked, answerer in life(3):
        standing = learner.stand(asked)
        names = {place: int(name) for name, place in learner.state.people.items()}
        if asked.question >= QUESTIONS // 2:
            scores = {names[place]: float(score) for place, score in enumerate(standing.model)}
            alone.ask(sorted(scores, key=scores.__getitem__, reverse=True)[:5], answers, asked.moment, answerer)
            crowd = [
                Candidate(
                    member, score, answers[member], fair.load(member, asked.moment), fair.offers[member],
                    curious=in_topic[member, asked.topic] > 0,
                )
                for member, score in scores.items()
            ]  # fmt: skip
            chosen = choose(crowd, seed=f"1:{asked.question}:1")
            fair.ask([each.candidate.member for each in chosen], answers, asked.moment, answerer)
            later[answerer] += 1
        learner.ask(asked, standing)
        learner.answer(asked, str(answerer), asked.moment + 600)
        answers[answerer] += 1
        in_topic[answerer, asked.topic] += 1
    return alone, fair, later


def test_newcomers_get_at_least_fifteen_percent_of_the_offers(policies):
    alone, fair, _answered = policies
    share = fair.newcomers / fair.offers.total()
    assert share >= 0.15
    assert share > alone.newcomers / alone.offers.total()


def test_that_costs_at_most_six_points_of_finding_who_answered(policies):
    alone, fair, _answered = policies
    asked = fair.offers.total() / 5
    assert (alone.hits - fair.hits) / asked <= 0.06


def test_offers_are_spread_no_worse_than_answers_really_were(policies):
    alone, fair, answered = policies
    everybody = sorted({*alone.offers, *fair.offers, *answered})
    spread = {
        name: gini([counts[member] for member in everybody])
        for name, counts in (("alone", alone.offers), ("fair", fair.offers), ("answered", answered))
    }
    assert spread["fair"] <= spread["answered"]
    assert spread["fair"] < spread["alone"]
