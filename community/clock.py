"""The only source of domain time. It can be moved on the embedded stack and in tests, never on real servers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

_RECHECK_SECONDS = 1.0
_shift_in_tests = timedelta()
_frozen_at: datetime | None = None
_file_shift = timedelta()
_file_checked_at = -_RECHECK_SECONDS


class ClockIsReal(Exception):
    """Raised when somebody tries to move the clock of a system that serves real people."""


def now() -> datetime:
    """Return the moment at which things happen in the community, in UTC."""
    return datetime.now(UTC) + ahead() if _frozen_at is None else _frozen_at


def ahead() -> timedelta:
    """Return how far now() is ahead of real time: for servers that count time themselves. Zero on real servers."""
    if _frozen_at is not None:
        return _frozen_at - datetime.now(UTC)
    return _shift_in_tests + _shift_from_file()


def move(by: timedelta) -> timedelta:
    """Move the clock of every process on this embedded stack; return the whole distance from real time.

    Other processes notice within a second. Raises ClockIsReal on real servers.
    """
    global _file_shift, _file_checked_at
    path = _clock_file()
    total = timedelta(seconds=_read(path)) + by
    path.write_text(str(total.total_seconds()), encoding="utf-8")
    _file_shift, _file_checked_at = total, time.monotonic()
    return total


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Let the block run `by` later, in this process only."""
    global _shift_in_tests
    _clock_file()
    before = _shift_in_tests
    _shift_in_tests = before + by
    try:
        yield
    finally:
        _shift_in_tests = before


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Let the block run at one moment, in this process only."""
    global _frozen_at
    _clock_file()
    before = _frozen_at
    _frozen_at = moment
    try:
        yield
    finally:
        _frozen_at = before


def _clock_file() -> Path:
    if settings.CLOCK_FILE is None:
        raise ClockIsReal("The clock can be moved on the embedded database only.")
    return Path(settings.CLOCK_FILE)


def _shift_from_file() -> timedelta:
    global _file_shift, _file_checked_at
    if settings.CLOCK_FILE is None:
        return timedelta()
    elapsed = time.monotonic()
    if elapsed - _file_checked_at >= _RECHECK_SECONDS:
        _file_shift, _file_checked_at = timedelta(seconds=_read(settings.CLOCK_FILE)), elapsed
    return _file_shift


def _read(path: Path) -> float:
    try:
        return float(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0.0
