"""Keeping child processes alive, and ending every one of them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from community.stack.processes import start

_STOP_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 30.0
_STEADY_SECONDS = 30.0


@dataclass
class Child:
    """A program that is to run all the time: `name` is what a person calls it."""

    name: str
    command: Sequence[str]
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    pause: float = field(default=0.0, init=False)
    due_at: float = field(default=0.0, init=False)


class Supervisor:
    """Starts children in sessions of their own and starts them again when they fall."""

    def __init__(self, children: Sequence[Child], *, cwd: Path, say: Callable[[str], None]) -> None:
        self.children = children
        self._cwd = cwd
        self._say = say

    def start(self) -> None:
        """Start every child. Raises OSError when a program is not there."""
        for child in self.children:
            self._start(child)

    def look(self) -> None:
        """Start again, after a pause that doubles, what has ended since the last look."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                _kill_session(child.process)
                steady = now - child.started_at > _STEADY_SECONDS
                child.pause = 1.0 if steady else min(max(1.0, child.pause * 2), _LONGEST_PAUSE_SECONDS)
                child.due_at = now + child.pause
                self._say(
                    f"The {child.name} ended ({_ending(child.process.returncode)}); "
                    f"it starts again in {child.pause:.0f} s."
                )
                child.process = None
            elif child.process is None and now >= child.due_at:
                self._start(child)

    def stop(self, *, seconds: float = _STOP_SECONDS) -> None:
        """Ask every child to end; kill with all its own children what has not after `seconds`."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + seconds
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            _kill_session(process)
            process.wait()

    def _start(self, child: Child) -> None:
        child.started_at = time.monotonic()
        child.process = start(child.command, death_signal=signal.SIGTERM, cwd=self._cwd, pass_fds=child.pass_fds)


def _kill_session(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the child and of the processes it made; usually nothing is."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _ending(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
