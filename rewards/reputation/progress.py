"""What is missing to the next trust level, and what to do about it, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.abilities import HIGHEST_LEVEL, LEVEL_NAMES, Ability, abilities_at
from rewards.reputation.levels import Need, needs_of, reached
from rewards.reputation.queries.standing import Standing

_LABELS: Final[dict[str, Any]] = {
    "days": _("Days here"),
    "posts": _("Questions and answers"),
    "answers": _("Answers"),
    "solved": _("Accepted answers"),
    "reputation": _("Reputation"),
    "accepted_percent": _("Accepted of all your answers, in percent"),
}
# In this order somebody can do most about what is missing.
_URGENCY: Final = ("posts", "solved", "answers", "reputation", "accepted_percent", "days")
_ADVICE: Final[dict[str, Callable[[int], str]]] = {
    "posts": lambda n: ngettext("Ask or answer %(count)d more question.", "Ask or answer %(count)d more questions.", n),
    "solved": lambda n: ngettext(
        "Solve %(count)d more question: answer one that still waits.",
        "Solve %(count)d more questions: answer some that still wait.",
        n,
    ),
    "answers": lambda n: ngettext("Answer %(count)d more question.", "Answer %(count)d more questions.", n),
    "reputation": lambda n: ngettext(
        "Earn %(count)d more reputation: answers that people find helpful bring 10, accepted ones 15.",
        "Earn %(count)d more reputation: answers that people find helpful bring 10, accepted ones 15.",
        n,
    ),
    "accepted_percent": lambda n: ngettext(
        "Take more time for fewer answers: the share that is accepted has to rise by %(count)d percent point.",
        "Take more time for fewer answers: the share that is accepted has to rise by %(count)d percent points.",
        n,
    ),
    "days": lambda n: ngettext(
        "Stay for %(count)d more day; the rest is there.", "Stay for %(count)d more days; the rest is there.", n
    ),
}


@dataclass(frozen=True)
class Step:
    """One thing that the next level asks for."""

    label: Any
    need: Need


@dataclass(frozen=True)
class Progress:
    """The way to the next trust level. `advice` says what to do next; it is empty when a moderator has decided."""

    level: int
    level_name: Any
    steps: list[Step]
    advice: str
    unlocks: list[Ability]
    can: list[Ability]
    is_decided: bool

    @property
    def next_level(self) -> int:
        """Return the number of the next level, or 0 at the top."""
        return self.level + 1 if self.level < HIGHEST_LEVEL else 0


def progress_of(standing: Standing) -> Progress:
    """Return the way from the member's level to the next one. Who was given a level starts from there."""
    level = standing.level
    needs = needs_of(level + 1, standing.facts) if level < HIGHEST_LEVEL else []
    return Progress(
        level=level,
        level_name=LEVEL_NAMES[level],
        steps=[Step(_LABELS[need.fact], need) for need in needs],
        advice="" if standing.is_decided else _advice(needs, standing),
        unlocks=abilities_at(level + 1),
        can=[ability for number in range(level + 1) for ability in abilities_at(number)],
        is_decided=standing.is_decided,
    )


def _advice(needs: list[Need], standing: Standing) -> str:
    missing = {need.fact: need.missing for need in needs if not need.is_met}
    if not missing:
        # A level that was given skips what lies below it; that still has to be met.
        below = reached(standing.facts) + 1
        lower = needs_of(below, standing.facts) if below <= standing.level else []
        missing = {need.fact: need.missing for need in lower if not need.is_met}
    first = next((fact for fact in _URGENCY if fact in missing), None)
    return _ADVICE[first](missing[first]) % {"count": missing[first]} if first else ""
