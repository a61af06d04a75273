"""Sharing the servers: every process that uses them holds a lease; after the last one their keeper stops them.

A lease is a shared lock on a file. The kernel drops it when its process ends, however it ends, so the count is always
true. The keeper (keeper.py) waits for the exclusive lock on the same file: it gets it when nobody is left.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from community.stack.locks import FileLock, is_held
from community.stack.places import Places
from community.stack.refusal import StackRefused

_START_SECONDS = 600.0  # recovery after a crash of a large database may take minutes
_STOP_SECONDS = 90.0
_PROJECT = Path(__file__).resolve().parents[2]

_held: dict[Path, Lease] = {}
_guard = threading.RLock()


class Lease:
    """The right of this process to the servers of one data directory."""

    def __init__(self, places: Places, lock: FileLock) -> None:
        self._places = places
        self._lock = lock

    def release(self) -> None:
        """Give the servers back; when nobody else uses them, wait until they have stopped. Safe to call twice."""
        with _guard:
            if _held.pop(self._places.data_dir, None) is None:
                return
        self._lock.close()
        deadline = time.monotonic() + _STOP_SECONDS
        while is_kept(self._places) and time.monotonic() < deadline:
            if _others_hold_leases(self._places):
                return
            time.sleep(0.01)

    def fileno(self) -> int:
        """Return the descriptor that carries the lease; a child that inherits it keeps the servers up as we do."""
        return self._lock.fileno()

    def revive(self) -> None:
        """Start the servers again if their keeper has died. Raises StackRefused."""
        _start_keeper_once(self._places, durable=True)


def ensure(places: Places, *, durable: bool) -> Lease:
    """Return this process's lease on the servers, which are running when it returns. Raises StackRefused."""
    with _guard:
        if places.data_dir in _held:
            return _held[places.data_dir]
        make_folders(places)
        lock = FileLock(_lease_file(places))
        # The keeper holds it exclusively only while it stops the servers: wait for that, then start them anew.
        if not lock.take(shared=True, seconds=_STOP_SECONDS):
            lock.close()
            raise StackRefused(f"The servers of {places.data_dir} are still stopping; try again in a moment.")
        try:
            _start_keeper_once(places, durable=durable)
        except BaseException:
            lock.close()
            raise
        lease = Lease(places, lock)
        _held[places.data_dir] = lease
        atexit.register(lease.release)
        return lease


def is_kept(places: Places) -> bool:
    """Return whether a keeper is looking after servers of this data directory."""
    return is_held(keeper_file(places))


def stop(places: Places) -> None:
    """Ask the keeper to stop at once, leases or not, and wait for it. Raises StackRefused when it does not."""
    deadline = time.monotonic() + _STOP_SECONDS
    while is_kept(places):
        try:
            os.kill(int(json.loads(keeper_file(places).read_text())["pid"]), signal.SIGTERM)
        except (ValueError, KeyError, ProcessLookupError):
            pass  # it is between taking its lock and writing its name, or between its last breath and the release
        except OSError as error:
            raise StackRefused(f"The servers of {places.data_dir} belong to another user: {error.strerror}.") from error
        if time.monotonic() > deadline:
            raise StackRefused(f"The servers of {places.data_dir} did not stop; see {places.logs / 'stack.log'}.")
        time.sleep(0.05)


def make_folders(places: Places) -> None:
    """Make the data directory and what every process needs in it. Raises StackRefused when it cannot be written."""
    try:
        for folder in (places.data_dir, places.locks, places.logs):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StackRefused(f"The data directory {places.data_dir} cannot be written: {error.strerror}.") from error


def lease_lock(places: Places) -> FileLock:
    """Open the file on which leases are held, for the keeper."""
    return FileLock(_lease_file(places))


def keeper_file(places: Places) -> Path:
    """Return the lock file that a living keeper holds; it says which process that is."""
    return places.locks / "keeper"


def _lease_file(places: Places) -> Path:
    return places.locks / "leases"


def _others_hold_leases(places: Places) -> bool:
    """Tell the leases of others from the keeper's own exclusive lock: only beside leases does a shared one succeed."""
    probe = lease_lock(places)
    try:
        return not probe.take() and probe.take(shared=True)
    finally:
        probe.close()


def _start_keeper_once(places: Places, *, durable: bool) -> None:
    """Start a keeper unless there is one. One process at a time comes here, so a keeper that is found is ready."""
    gate = FileLock(places.locks / "start")
    try:
        if not gate.take(seconds=_START_SECONDS):
            raise StackRefused(f"Another process has been starting the servers of {places.data_dir} for too long.")
        if not is_kept(places):
            _start_keeper(places, durable=durable)
    finally:
        gate.close()


def _start_keeper(places: Places, *, durable: bool) -> None:
    reading, writing = os.pipe()
    mode = "durable" if durable else "fast"
    command = [sys.executable, "-m", "community.stack.keeper", str(places.data_dir), str(writing), mode]
    try:
        with (places.logs / "stack.log").open("ab") as log:
            # A session of its own, or the Ctrl-C of one user would stop the servers of all. It leaves us by a fork, so
            # that waiting here is short.
            subprocess.run(
                command,
                cwd=_PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(writing,),
                start_new_session=True,
                check=False,
            )
    except OSError as error:
        os.close(reading)
        raise StackRefused(f"The data directory {places.data_dir} cannot be used: {error}.") from error
    finally:
        os.close(writing)
    answer = _read_answer(reading)
    if answer != "ready":
        fallback = f"The servers of {places.data_dir} did not start; see {places.logs / 'stack.log'}."
        raise StackRefused(answer or fallback)


def _read_answer(reading: int) -> str:
    """Return what the keeper says: "ready", a sentence, or nothing when it died or took too long."""
    received = b""
    deadline = time.monotonic() + _START_SECONDS
    try:
        while select.select([reading], [], [], max(0.0, deadline - time.monotonic()))[0]:
            part = os.read(reading, 4096)
            if not part:
                break
            received += part
    finally:
        os.close(reading)
    return received.decode("utf-8", "replace")
