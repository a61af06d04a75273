"""Who follows which events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from community.events.models import Event

Reaction = Callable[[Event], None]


class NotYet(Exception):
    """Raised by a reaction that has to wait for something else to happen first; it is tried again, and no failure."""


@dataclass(frozen=True)
class Follower:
    """A named reaction to event types.

    `outside` says that its effect leaves the database (mail, push): it then runs outside a transaction, at least once,
    with the event id as idempotency key. Otherwise the effect and the receipt are one transaction: exactly once.
    `first` says that its effect is awaited: it is served before the others.
    """

    name: str
    types: frozenset[str]
    react: Reaction
    outside: bool = False
    first: bool = False

    @property
    def turn(self) -> tuple[bool, bool, str]:
        """Return what followers of one event are sorted by: those awaited come first, mail and the like last."""
        return not self.first, self.outside, self.name


_FOLLOWERS: dict[str, Follower] = {}


def follow(*types: str, name: str, outside: bool = False, first: bool = False) -> Callable[[Reaction], Reaction]:
    """Register the decorated function as follower `name` of the event types; see Follower for what the others say.

    Raises ValueError when the name is taken.
    """

    def register(react: Reaction) -> Reaction:
        known = _FOLLOWERS.get(name)
        if known is not None and (known.react.__module__, known.react.__qualname__) != (
            react.__module__,
            react.__qualname__,
        ):
            raise ValueError(f"Two followers call themselves {name}.")
        _FOLLOWERS[name] = Follower(name=name, types=frozenset(types), react=react, outside=outside, first=first)
        return react

    return register


def followers_of(type_name: str) -> list[Follower]:
    """Return who follows the event type, by name."""
    return sorted((f for f in _FOLLOWERS.values() if type_name in f.types), key=lambda f: f.name)


def follower_named(name: str) -> Follower | None:
    """Return the follower, or None when no code answers to the name any more."""
    return _FOLLOWERS.get(name)


def all_followers() -> list[Follower]:
    """Return every follower, by name."""
    return sorted(_FOLLOWERS.values(), key=lambda f: f.name)
