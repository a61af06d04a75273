"""What speaks for somebody as a helper with a question, as numbers.

Nearly all are natural logarithms of shares or counts, so that a weight means the same in every community and a prior can
be shipped. The formulas are those of the product's design of personalization, section 1.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.learning.counters import DAY, FadingCounts, hour_of
from community.personalization.learning.refused import LeftOut
from community.personalization.learning.state import Asked, State

Floats = NDArray[np.float64]

NAMES: Final = ("language", "language_lately", "lately", "topic", "text", "similar", "hour", "idle")

HOURS: Final = 24
_AHEAD: Final = np.exp(-np.arange(HOURS) / 6.0)
NOBODY: Final[Mapping[int, LeftOut]] = {}


def features(state: State, asked: Asked, *, stranger: bool = False, left_out: Mapping[int, LeftOut] = NOBODY) -> Floats:
    """Return one row for each person who has answered before, one column for each of NAMES.

    The asker's own row is there too: whoever chooses leaves it out. With `stranger` a last row follows, which is that of
    anybody who has answered nothing yet; the rows of the others are the same with it and without. `left_out` names for
    some people what of theirs is not looked at.
    """
    people, now = len(state.people), asked.moment
    rows = people + stranger
    prior = _prior(state, now, rows, people)
    of_language = state.by_language.get(asked.language)
    lately, month = (each.at(now, rows) for each in of_language) if of_language else (np.zeros(rows),) * 2
    vector = state.vector_of(asked)
    votes, similarity = state.nearest.votes(vector, rows), state.profiles.similarity(vector, rows)
    refusing = {person: each.answers for person, each in left_out.items() if each.answers}
    # Looked for once, and not for each of the many who may have refused something.
    nearest = state.nearest.answered_by(vector) if refusing else []
    for person, answers in refusing.items():
        similarity[person], votes[person] = state.likeness_without(person, vector, answers, nearest)
    columns = (
        np.log((month + 2.0 * prior) / (month[:people].sum() + 2.0)),
        np.log(lately + 0.05),
        np.log(state.last_7.at(now, rows) + 0.05),
        _lift(state.by_topic.get(asked.topic), prior, now, people, mass=20.0),
        similarity,
        np.log(votes / (votes.sum() or 1.0) + 0.01),
        _around(state, now, rows, people, left_out),
        np.log(_idle(state, now, rows, people) / 3600.0 + 0.25),
    )
    return np.stack(columns, axis=1) if rows else np.zeros((0, len(NAMES)))


def _prior(state: State, now: float, rows: int, people: int) -> Floats:
    """Return each person's share of all that is answered, before anything is known of the question."""
    activity = state.last_30.at(now, rows) + 0.05 * state.last_180.at(now, rows) + 1e-4
    # Where nobody has answered anything yet, a stranger is everybody.
    return activity / (activity[:people].sum() if people else 1e-4)


def _lift(counts: FadingCounts | None, prior: Floats, now: float, people: int, *, mass: float) -> Floats:
    """Return how much more of this somebody answers than of everything, with `mass` answers' worth of doubt."""
    own = counts.at(now, prior.size) if counts else np.zeros(prior.size)
    lift: Floats = np.log((own + mass * prior) / (own[:people].sum() + mass)) - np.log(prior)
    return lift


def _around(state: State, now: float, rows: int, people: int, left_out: Mapping[int, LeftOut]) -> Floats:
    """Return how likely somebody is around in the coming hours, the next ones counting most."""
    counts = state.hours.at(now, rows)
    for person, each in left_out.items():
        # The first column is the hour of the moment.
        counts[person, [(hour - hour_of(now)) % HOURS for hour in each.hours]] = 0.0
    everybody = counts[:people].sum(axis=0)
    share = (everybody + 1.0) / (everybody.sum() + 24.0)
    doubted = counts.sum(axis=1, keepdims=True) + 3.0
    # In place: with thousands of people another table for each step takes longer than the step.
    counts += 3.0 * share
    counts /= doubted
    around: Floats = np.log(counts @ _AHEAD)
    return around


def _idle(state: State, now: float, rows: int, people: int) -> Floats:
    """Return for how many seconds somebody has answered nothing; whoever never did counts as a year."""
    idle = np.full(rows, 365 * DAY)
    idle[:people] = np.maximum(now - state.last_answer[:people], 0.0)
    return idle
