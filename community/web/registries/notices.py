"""Notices: whom an event concerns and what they are told. Filled by each feature's notices.py."""

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
class Notice:
    """What is told, once for all recipients. Recipients are ids of memberships; the actor is never told about itself.

    `title` is a lazily translated string, so that each recipient reads it in their own language. The address is made by
    company.absolute_url(url_name, *url_args, **url_kwargs), then `anchor`.
    """

    recipients: Iterable[int]
    title: Any
    url_name: str
    url_args: tuple[Any, ...] = ()
    url_kwargs: Mapping[str, Any] = field(default_factory=dict)
    anchor: str = ""
    actor: int | None = None


Tell = Callable[[Any], Notice | None]
TellT = TypeVar("TellT", bound=Tell)


@dataclass(frozen=True)
class NoticeKind:
    """A registered notice: what people may switch off together is one category."""

    event_type: str
    category: str
    tell: Tell


_kinds: dict[str, list[NoticeKind]] = {}


def notice(event_type: str, *, category: str) -> Callable[[TellT], TellT]:
    """Register a function that turns an event of this type into a Notice, or None when nobody needs to know."""

    def register(function: TellT) -> TellT:
        _kinds.setdefault(event_type, []).append(NoticeKind(event_type, category, function))
        return function

    return register


def notices_for(event_type: str) -> tuple[NoticeKind, ...]:
    """Return what is told about events of this type, possibly nothing."""
    return tuple(_kinds.get(event_type, ()))


def event_types() -> frozenset[str]:
    """Return all types of events that somebody may be told about."""
    return frozenset(_kinds)


def categories() -> frozenset[str]:
    """Return all categories that people may switch off."""
    return frozenset(kind.category for kinds in _kinds.values() for kind in kinds)
