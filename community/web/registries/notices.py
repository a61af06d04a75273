"""Notices: whom an event concerns and what they are told. Filled by each feature's notices.py.

What is stored of a notice is its name and ids, never words: its title is looked up here whenever it is shown, so that
each member reads it in their own language and with the names of today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar


class Happened(Protocol):
    """What a notice may know of an event."""

    @property
    def type(self) -> str:
        """Return the kind of event, such as "answer.posted"."""

    @property
    def company(self) -> str:
        """Return the key of the company."""

    @property
    def actor(self) -> str:
        """Return the key of the membership that caused it, or ""."""

    @property
    def payload(self) -> dict[str, Any]:
        """Return ids and facts."""


@dataclass(frozen=True)
class Category:
    """What people switch on and off together. `label` is lazily translated; `mailed` is the choice of who made none."""

    name: str
    label: Any
    mailed: bool = False


@dataclass(frozen=True)
class Notice:
    """What is told, once for all recipients. Recipients are ids of memberships; the actor is never told about itself.

    The address is made by company.absolute_url(url_name, *url_args, **url_kwargs), then `anchor`. `actor` is the member
    whom the title names, if it names one.
    """

    recipients: Iterable[int]
    url_name: str
    url_args: tuple[Any, ...] = ()
    url_kwargs: Mapping[str, Any] = field(default_factory=dict)
    anchor: str = ""
    actor: int | None = None


Tell = Callable[[Any], Notice | None]
TellT = TypeVar("TellT", bound=Tell)


@dataclass(frozen=True)
class NoticeKind:
    """A registered notice. `name` is stored; `title` is a lazily translated sentence that may hold %(actor)s.

    `purpose` is what has to be agreed to for it, empty where nothing has: it goes with the consent.
    """

    name: str
    category: Category
    title: Any
    tell: Tell
    purpose: str = ""


_kinds: dict[str, list[NoticeKind]] = {}


def notice(*types: str, name: str, category: Category, title: Any, purpose: str = "") -> Callable[[TellT], TellT]:
    """Register a function that turns an event of these types into a Notice, or None when nobody needs to know.

    With a `purpose`, everything that was told by it is deleted when its recipient takes their consent to that back.
    """

    def register(function: TellT) -> TellT:
        kind = NoticeKind(name, category, title, function, purpose)
        for event_type in types:
            _kinds.setdefault(event_type, []).append(kind)
        return function

    return register


def notices_for(event_type: str) -> tuple[NoticeKind, ...]:
    """Return what is told about events of this type, possibly nothing."""
    return tuple(_kinds.get(event_type, ()))


def notice_named(name: str) -> NoticeKind | None:
    """Return a kind of notice by its stored name; None when no feature knows it any more."""
    return next((kind for kinds in _kinds.values() for kind in kinds if kind.name == name), None)


def kinds_for(purpose: str) -> frozenset[str]:
    """Return the names of the notices that need consent to the purpose; none for an empty one."""
    return frozenset(
        kind.name for kinds in _kinds.values() for kind in kinds if kind.purpose and kind.purpose == purpose
    )


def event_types() -> frozenset[str]:
    """Return all types of events that somebody may be told about."""
    return frozenset(_kinds)


def categories() -> tuple[Category, ...]:
    """Return all categories that people may switch on and off, each once, in the order in which they were registered."""
    return tuple(dict.fromkeys(kind.category for kinds in _kinds.values() for kind in kinds))
