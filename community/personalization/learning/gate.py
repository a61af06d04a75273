"""Serving the model only while it finds people at least as well as a simple rule does."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

# How many of the last questions are looked at. With fewer nothing is known, and the simple rule serves.
WINDOW: Final = 500


class ChampionGate:
    """Keeps how high the model and the simple rule had those who then answered, and says which of the two serves."""

    def __init__(self) -> None:
        self._leads: deque[float] = deque(maxlen=WINDOW)

    def learn(self, *, model: float, simple: float) -> None:
        """Take note of the reciprocal ranks that both gave to whoever answered one question."""
        self._leads.append(model - simple)

    @property
    def leads(self) -> list[float]:
        """Return the model's leads over the last questions, the oldest first."""
        return list(self._leads)

    def put(self, leads: Iterable[float]) -> None:
        """Take back what `leads` returned."""
        self._leads = deque(leads, maxlen=WINDOW)

    @property
    def lead(self) -> float | None:
        """Return the model's mean lead over the window, as a difference of mean reciprocal ranks; None while unknown."""
        return sum(self._leads) / WINDOW if len(self._leads) == WINDOW else None

    @property
    def serves_model(self) -> bool:
        """Return whether the model has earned the next question."""
        return self.lead is not None and self.lead >= 0.0
