"""What else of the insights is made from clocks and events, and can be made again with them.

A feature that stands on the clocks registers its rows in its reactions.py, which is found by itself:

    @derived("promise.outcomes")
    class Outcomes: ...

Rebuilding happens in one transaction with the clocks, in the order of the names; `differences` changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

from accounts.models import Company


class Derived(Protocol):
    """Rows that follow from clocks and events alone."""

    def rebuild(self, company: Company) -> int:
        """Drop the company's rows and make them again in the caller's transaction; return how many."""

    def differences(self, company: Company) -> Iterator[str]:
        """Yield a sentence for each row that a rebuild would change. Writes nothing."""


Maker = TypeVar("Maker", bound=Callable[[], Any])

_DERIVED: dict[str, Derived] = {}


def derived(name: str) -> Callable[[Maker], Maker]:
    """Register a class without constructor arguments under the name. Raises ValueError when the name is taken."""

    def register(maker: Maker) -> Maker:
        if name in _DERIVED and type(_DERIVED[name]).__qualname__ != maker.__qualname__:
            raise ValueError(f"Two features make {name} from the clocks.")
        _DERIVED[name] = maker()
        return maker

    return register


def all_derived() -> list[tuple[str, Derived]]:
    """Return everything that is registered, by name."""
    return sorted(_DERIVED.items())
