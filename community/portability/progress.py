"""Telling somebody at a terminal, or a log, how far a long command is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

_LOG_EVERY_SECONDS = 5.0


class Told:
    """Counts rows of one stage, with a bar on a terminal and a line every five seconds elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._last_line = time.monotonic()

    @contextmanager
    def running(self) -> Iterator[Told]:
        """Show the bars while the block runs."""
        with self._progress:
            yield self

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """Count the rows of one stage."""
        stage = Stage(self, name)
        stage.bar = self._progress.add_task(name, total=None)
        yield stage
        self._progress.update(stage.bar, total=stage.count, completed=stage.count)

    def advance(self, stage: Stage) -> None:
        """Show the stage's new count."""
        self._progress.update(stage.bar, completed=stage.count)
        if not self._console.is_terminal and time.monotonic() - self._last_line >= _LOG_EVERY_SECONDS:
            self._last_line = time.monotonic()
            self._console.print(f"{stage.name}: {stage.count:,}", highlight=False)


class Stage:
    """How many rows of one kind have been read."""

    def __init__(self, told: Told, name: str) -> None:
        self._told = told
        self.name = name
        self.count = 0
        self.bar = TaskID(0)

    def add(self, rows: int) -> None:
        """Count rows."""
        self.reach(self.count + rows)

    def reach(self, rows: int) -> None:
        """Say how many rows have been read by now."""
        self.count = rows
        self._told.advance(self)
