"""File locks of the kernel: they vanish with the process that holds them, so no crash leaves one behind."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from community.stack.refusal import StackRefused

_PAUSE_SECONDS = 0.02


class FileLock:
    """One open lock file. A child made by fork shares the hold; a program it starts does not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StackRefused(f"{path} cannot be written: {error.strerror}.") from error

    def take(self, *, shared: bool = False, seconds: float = 0.0) -> bool:
        """Try to hold the lock for at most `seconds`; return whether it is held now."""
        deadline = time.monotonic() + seconds
        mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
        while True:
            try:
                fcntl.flock(self._fd, mode)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    return False
                time.sleep(_PAUSE_SECONDS)
            else:
                return True

    def fileno(self) -> int:
        """Return the descriptor that carries the hold."""
        return self._fd

    def write(self, text: str) -> None:
        """Replace the content of the file: who holds it, for whoever asks."""
        os.ftruncate(self._fd, 0)
        os.pwrite(self._fd, text.encode(), 0)

    def close(self) -> None:
        """Let go. Forked children that share the hold keep it, which an explicit unlock would take from them."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def is_held(path: Path) -> bool:
    """Return whether a living process holds the lock file exclusively."""
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        return not lock.take(shared=True)
    finally:
        lock.close()
