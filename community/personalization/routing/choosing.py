"""Whom to ask among those who can be asked: a pure function, so that a replay gives the same.

The order is that of their scores, less a little for each offer of the last 24 hours (design of personalization, 1.6). One
place of five is for a newcomer, drawn by Thompson sampling; one may go to who answered the most similar question.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np

PLACES: Final = 5
# Whoever has answered at most so many questions is new.
NEWCOMER_ANSWERS: Final = 10
_LOAD_PENALTY: Final = 0.3
_DRAWS: Final = 512


@dataclass(frozen=True)
class Candidate:
    """Somebody who can be asked. `load` counts their offers of the last 24 hours, `offers` all of them.

    `answers` is how many questions they have answered. `curious` says that they told us of an interest in the topic, or
    have answered in it. `score` is None for somebody of whom nothing is known.
    """

    member: int
    score: float | None
    answers: int = 0
    load: int = 0
    offers: int = 0
    curious: bool = False

    @property
    def is_new(self) -> bool:
        """Return whether they are a newcomer."""
        return self.answers <= NEWCOMER_ANSWERS


@dataclass(frozen=True)
class Chosen:
    """Somebody who is asked, in which place, and how likely that was."""

    candidate: Candidate
    slot: str
    propensity: float = 1.0


def fair_share(load: int) -> float:
    """Return what the offers of the last 24 hours take from a score: -.3 ln(1 + load)."""
    return -_LOAD_PENALTY * math.log1p(load)


def choose(
    candidates: Sequence[Candidate], *, seed: str, similar: int | None = None, places: int = PLACES
) -> list[Chosen]:
    """Return whom to ask, best first: at most so many as there are places, everybody where no more can be asked.

    `similar` is the member who answered the most similar past question, if it is clearly similar and nobody who stands
    in the list before them did; they take the last place but one. The same candidates and `seed` give the same.
    """
    ordered = sorted(candidates, key=_standing)
    chosen = [Chosen(each, "ranked") for each in ordered[:places]]
    if len(ordered) <= places:
        return chosen
    in_list = {each.candidate.member for each in chosen}
    if similar is not None and similar not in in_list:
        found = next((each for each in ordered if each.member == similar), None)
        if found is not None:
            chosen[places - 2] = Chosen(found, "similar")
    if not any(each.candidate.is_new for each in chosen):
        taken = {each.candidate.member for each in chosen[: places - 1]}
        newcomers = [each for each in ordered if each.is_new and each.curious and each.member not in taken]
        if newcomers:
            drawn, propensity = _draw(newcomers, seed)
            chosen[places - 1] = Chosen(drawn, "newcomer", propensity)
    return chosen


def _standing(candidate: Candidate) -> tuple[float, int, int]:
    """Return by what people stand in order: those of whom nothing is known come last, those asked least first."""
    score = -math.inf if candidate.score is None else candidate.score + fair_share(candidate.load)
    return (-score, candidate.load, candidate.member)


def _draw(newcomers: Sequence[Candidate], seed: str) -> tuple[Candidate, float]:
    """Draw one by Thompson sampling, Beta(1 + answers, 3 + offers), and return how often more draws give the same one."""
    people = sorted(newcomers, key=lambda each: each.member)
    number = int.from_bytes(sha256(seed.encode()).digest()[:8], "big")
    dice = np.random.default_rng(number)
    answers = np.array([1.0 + each.answers for each in people])
    offers = np.array([3.0 + each.offers for each in people])
    best = dice.beta(answers, offers, size=(_DRAWS, len(people))).argmax(axis=1)
    return people[int(best[0])], float((best == best[0]).mean())
