"""Times at which things happened long ago, for pages about waiting and learning."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from community import clock

DAY = timedelta(days=1)


@contextmanager
def ago(days: float) -> Iterator[None]:
    """Let the block happen so many days before now."""
    with clock.moved(-timedelta(days=days)):
        yield
