"""The project's own code, as syntax trees."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("community", "accounts", "rewards")


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Return the path below the root, with slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def __str__(self) -> str:
        return self.name


@cache
def sources(*, migrations: bool = False) -> list[Source]:
    """Return every Python file of the product; each is read and parsed once."""
    return [
        Source(path)
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if migrations or "migrations" not in path.parts
    ]
