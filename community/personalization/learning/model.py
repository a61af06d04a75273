"""Choosing among people by a weighted sum of what speaks for them, with weights that learn from every answer.

An online conditional logit: P(u | question) is the softmax of the scores over everybody who could have answered. Weights
move by Adagrad towards who did, are drawn a little to the shipped prior, and keep their signs, so that each can be read
as a reason.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.learning.features import NAMES

Floats = NDArray[np.float64]

# Fitted by hand on public support forums; in the units of the features.
PRIOR: Final = {
    "language": 0.9, "language_lately": 0.3, "lately": 0.0, "topic": 0.2, "text": 1.0, "similar": 0.15, "hour": 0.3,
    "idle": -0.1,
}  # fmt: skip
# The usual spread of each feature among people: a step of learning moves all weights alike in these units.
SPREAD: Final = {
    "language": 2.0, "language_lately": 1.5, "lately": 1.5, "topic": 1.0, "text": 0.1, "similar": 1.0, "hour": 0.5,
    "idle": 2.0,
}  # fmt: skip
_SIGNS: Final = np.array([-1.0 if name == "idle" else 1.0 for name in NAMES])
_SPREADS: Final = np.array([SPREAD[name] for name in NAMES])
_RATE: Final = 0.1
_PULL: Final = 1e-4


_START: Final = np.array([PRIOR[name] * SPREAD[name] for name in NAMES])


@dataclass
class Model:
    """The weights of one company, in units of SPREAD, and the squared gradients that set how fast each still moves."""

    weights: Floats = field(default_factory=_START.copy)
    squares: Floats = field(default_factory=lambda: np.ones(len(NAMES)))

    def scores(self, rows: Floats) -> Floats:
        """Return everybody's score."""
        scores: Floats = scaled(rows) @ self.weights
        return scores

    def learn(self, rows: Floats, chosen: int, *, weight: float = 1.0) -> None:
        """Move towards the person of row `chosen`, who answered; `rows` hold everybody who could have."""
        values = scaled(rows)
        scores = values @ self.weights
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        gradient = weight * (values[chosen] - chances @ values) - _PULL * (self.weights - _START)
        self.squares += gradient * gradient
        self.weights += _RATE * gradient / np.sqrt(self.squares)
        self.weights = _SIGNS * np.maximum(_SIGNS * self.weights, 0.0)

    def contributions(self, rows: Floats) -> Floats:
        """Return what each feature adds to each score over the mean of all rows; a row sums to that difference."""
        values = scaled(rows)
        added: Floats = self.weights * (values - values.mean(axis=0))
        return added


def scaled(rows: Floats) -> Floats:
    """Return features in units of their usual spread."""
    values: Floats = rows / _SPREADS
    return values
