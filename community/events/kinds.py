"""What an event is, and the catalogue of event types."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar

_TYPES: dict[str, type[DomainEvent]] = {}


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """Something that happened in one company, told in ids and facts, never in text or personal data.

    `company` and `actor` are keys as strings (the floor knows no companies or people). `stream` names the thing whose
    events stand in one order, such as "question:42".
    """

    type: ClassVar[str] = ""
    company: str
    actor: str

    @property
    def stream(self) -> str:
        """Return the name of the stream whose order this event joins."""
        raise NotImplementedError

    @property
    def payload(self) -> dict[str, Any]:
        """Return the facts, as they are stored."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in {"company", "actor"}}


Kind = TypeVar("Kind", bound=type[DomainEvent])


def event_type(kind: Kind) -> Kind:
    """Enter a DomainEvent class in the catalogue. Raises ValueError when its type is missing or taken."""
    if not kind.type:
        raise ValueError(f"{kind.__name__} has no type.")
    if _TYPES.get(kind.type, kind).__qualname__ != kind.__qualname__:
        raise ValueError(f"Two classes call themselves {kind.type}.")
    _TYPES[kind.type] = kind
    return kind


def all_types() -> dict[str, type[DomainEvent]]:
    """Return the catalogue: type name to class."""
    return dict(sorted(_TYPES.items()))
