"""What speaks for somebody as a helper with a question, as numbers.

Nearly all are natural logarithms of shares or counts, so that a weight means the same in every community and a prior can
be shipped. The formulas are those of the product's design of personalization, section 1.3.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.learning.counters import FadingCounts
from community.personalization.learning.state import Asked, State

Floats = NDArray[np.float64]

NAMES: Final = ("language", "language_lately", "lately", "topic", "text", "similar", "hour", "idle")

_AHEAD: Final = np.exp(-np.arange(24) / 6.0)


def features(state: State, asked: Asked) -> Floats:
    """Return one row for each person who has answered before, one column for each of NAMES.

    The asker's own row is there too: whoever chooses leaves it out.
    """
    people, now = len(state.people), asked.moment
    prior = _prior(state, now, people)
    of_language = state.by_language.get(asked.language)
    lately, month = (each.at(now, people) for each in of_language) if of_language else (np.zeros(people),) * 2
    votes = state.nearest.votes(state.vector_of(asked), people)
    columns = (
        np.log((month + 2.0 * prior) / (month.sum() + 2.0)),
        np.log(lately + 0.05),
        np.log(state.last_7.at(now, people) + 0.05),
        _lift(state.by_topic.get(asked.topic), prior, now, mass=20.0),
        state.profiles.similarity(state.vector_of(asked), people),
        np.log(votes / (votes.sum() or 1.0) + 0.01),
        _around(state, now, people),
        np.log(np.maximum(now - state.last_answer[:people], 0.0) / 3600.0 + 0.25),
    )
    return np.stack(columns, axis=1) if people else np.zeros((0, len(NAMES)))


def _prior(state: State, now: float, people: int) -> Floats:
    """Return each person's share of all that is answered, before anything is known of the question."""
    activity = state.last_30.at(now, people) + 0.05 * state.last_180.at(now, people) + 1e-4
    return activity / activity.sum() if people else activity


def _lift(counts: FadingCounts | None, prior: Floats, now: float, *, mass: float) -> Floats:
    """Return how much more of this somebody answers than of everything, with `mass` answers' worth of doubt."""
    own = counts.at(now, prior.size) if counts else np.zeros(prior.size)
    lift: Floats = np.log((own + mass * prior) / (own.sum() + mass)) - np.log(prior)
    return lift


def _around(state: State, now: float, people: int) -> Floats:
    """Return how likely somebody is around in the coming hours, the next ones counting most."""
    counts = state.hours.at(now, people)
    everybody = counts.sum(axis=0)
    share = (everybody + 1.0) / (everybody.sum() + 24.0)
    smoothed = (counts + 3.0 * share) / (counts.sum(axis=1, keepdims=True) + 3.0)
    around: Floats = np.log(smoothed @ _AHEAD)
    return around
