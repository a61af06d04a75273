"""Screens: what a feature thinks of a text before it is published. Filled by each feature's screens.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar


class Decision(Enum):
    """What shall happen to a text."""

    PUBLISH = "publish"
    HOLD = "hold"
    MASK = "mask"


@dataclass(frozen=True)
class TextContext:
    """A text that somebody is about to publish. `kind` is question, answer or comment; company and author are keys."""

    kind: str
    company: str
    author: str
    body: str
    title: str = ""


@dataclass(frozen=True)
class Verdict:
    """The decision on a text, why (a sentence for its author), and what to publish instead when it is masked."""

    decision: Decision
    reason: str = ""
    title: str = ""
    body: str = ""

    @classmethod
    def publish(cls) -> Verdict:
        """Let the text appear as it is."""
        return cls(Decision.PUBLISH)

    @classmethod
    def hold(cls, reason: str) -> Verdict:
        """Keep the text back until a moderator has seen it."""
        return cls(Decision.HOLD, reason)

    @classmethod
    def mask(cls, reason: str, *, title: str = "", body: str) -> Verdict:
        """Publish this title and body in place of what was written."""
        return cls(Decision.MASK, reason, title, body)


Screen = Callable[[TextContext], Verdict]
ScreenT = TypeVar("ScreenT", bound=Screen)

_screens: dict[str, list[Screen]] = {}


def screen(*kinds: str) -> Callable[[ScreenT], ScreenT]:
    """Register a function that judges texts of these kinds, synchronously and within the write: keep it fast."""

    def register(function: ScreenT) -> ScreenT:
        for kind in kinds:
            _screens.setdefault(kind, []).append(function)
        return function

    return register


def run_screens(context: TextContext) -> Verdict:
    """Return the strictest verdict of all screens: one hold holds; masks add up, each screen sees what the former left.

    Writes nothing. An error in a screen is raised: an unjudged text is not published.
    """
    masked: Verdict | None = None
    for judge in _screens.get(context.kind, ()):
        verdict = judge(context)
        if verdict.decision is Decision.HOLD:
            return verdict
        if verdict.decision is Decision.MASK:
            context = replace(context, title=verdict.title, body=verdict.body)
            masked = verdict if masked is None else replace(verdict, reason=f"{masked.reason} {verdict.reason}")
    return masked or Verdict.publish()
