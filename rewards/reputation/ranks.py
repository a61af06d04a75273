"""Names for reputation: labels beside a name, which unlock nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Rank:
    """A name that everybody has from so much reputation on."""

    name: str
    reputation: int
    label: Any


RANKS: Final = (
    Rank("newcomer", 0, pgettext_lazy("rank", "Newcomer")),
    Rank("neighbour", 50, pgettext_lazy("rank", "Neighbour")),
    Rank("guide", 200, pgettext_lazy("rank", "Guide")),
    Rank("mentor", 500, pgettext_lazy("rank", "Mentor")),
    Rank("expert", 1500, pgettext_lazy("rank", "Expert")),
    Rank("luminary", 5000, pgettext_lazy("rank", "Luminary")),
)


def rank_of(reputation: int) -> Rank:
    """Return the highest rank that the reputation reaches; the first one below zero too."""
    return next((rank for rank in reversed(RANKS) if rank.reputation <= reputation), RANKS[0])


def next_rank(reputation: int) -> Rank | None:
    """Return the rank that comes next; None at the top."""
    current = rank_of(reputation)
    return next((later for earlier, later in pairwise(RANKS) if earlier == current), None)
