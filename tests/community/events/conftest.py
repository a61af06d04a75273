"""Events and followers of the tests' own, which leave no trace in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest

from community.events import followers
from community.events.kinds import DomainEvent
from community.events.models import Event


@dataclass(frozen=True, kw_only=True)
class LampLit(DomainEvent):
    """A lamp was lit."""

    type: ClassVar[str] = "lamp.lit"
    lamp: int = 1

    @property
    def stream(self) -> str:
        return f"lamp:{self.lamp}"


@pytest.fixture
def lamp_lit() -> Callable[..., LampLit]:
    return lambda lamp=1: LampLit(company="1", actor="", lamp=lamp)


@pytest.fixture
def following() -> Iterator[Callable[..., None]]:
    """Return a function that registers a follower of lamp.lit for this test only."""
    names = []

    def register(name: str, react: Callable[[Event], None], *, outside: bool = False, first: bool = False) -> None:
        followers.follow("lamp.lit", name=name, outside=outside, first=first)(react)
        names.append(name)

    yield register
    for name in names:
        del followers._FOLLOWERS[name]
