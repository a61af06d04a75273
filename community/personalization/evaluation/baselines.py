"""The simple ways of choosing who is asked, which a model has to beat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.learning.features import NAMES
from community.personalization.learning.simple import simple_scores
from community.personalization.learning.state import Asked, State

Floats = NDArray[np.float64]
Rank = Callable[[State, Asked, Floats], Floats]


def _column(name: str) -> Rank:
    index = NAMES.index(name)
    return lambda _state, _asked, rows: rows[:, index]


def _popularity(state: State, asked: Asked, _rows: Floats) -> Floats:
    return state.ever.at(asked.moment, len(state.people))


def _recency_30(state: State, asked: Asked, _rows: Floats) -> Floats:
    return state.last_30.at(asked.moment, len(state.people))


def _language_recency(state: State, asked: Asked, rows: Floats) -> Floats:
    return simple_scores(state, asked, len(state.people))


def _topic(state: State, asked: Asked, rows: Floats) -> Floats:
    """Those with the largest share of the topic, drawn to their share of everything."""
    people = len(state.people)
    counts = state.by_topic.get(asked.topic)
    own = counts.at(asked.moment, people) if counts else np.zeros(people)
    every = state.last_180.at(asked.moment, people)
    share: Floats = (own + 20.0 * every / (every.sum() or 1.0)) / (own.sum() + 20.0)
    return share


BASELINES: Final[dict[str, Rank]] = {
    "popularity": _popularity,
    "recency_7d": _column("lately"),
    "recency_30d": _recency_30,
    "language_recency_7d": _language_recency,
    "topic_affinity": _topic,
    "text_profile": _column("text"),
    "similar_questions": _column("similar"),
}
