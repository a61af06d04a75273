"""The keeper: a small process that starts both servers, watches them, and stops them when nobody uses them any more.

It belongs to no terminal and to no other process, so that the command that happened to come first may leave while
others go on. `python -m community.stack.keeper DATA_DIR FD durable|fast`: it writes "ready" or a sentence to FD.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from community.stack import cluster as postgresql
from community.stack import engines, lease, redis_server
from community.stack.locks import FileLock
from community.stack.places import Places
from community.stack.processes import Account
from community.stack.refusal import StackRefused

_LOOK_SECONDS = 0.1
_LONGEST_PAUSE_SECONDS = 30.0


class Keeper:
    """The servers of one data directory, from their start to their end."""

    def __init__(self, places: Places, *, durable: bool) -> None:
        self._places = places
        account = engines.server_account(places.cluster)
        programs = engines.usable_by(account, engines.installed())
        self._account = account
        self._cluster = postgresql.Cluster(places, programs, account, durable)
        self._redis = redis_server.RedisServer(places, programs, account)
        self._database_process: subprocess.Popen[bytes] | None = None
        self._redis_process: subprocess.Popen[bytes] | None = None
        self._asked_to_stop = False
        self._pause = 0.0
        # From the first moment on: a keeper that a signal ends outright would leave its servers to the kernel.
        signal.signal(signal.SIGTERM, self._stop_soon)
        signal.signal(signal.SIGINT, self._stop_soon)

    def start(self) -> None:
        """Start both servers, or neither. Raises StackRefused with the sentence for whoever is waiting, or OSError."""
        for name in ("stack.log", "postgresql.log", "redis.log"):
            postgresql.trim_log(self._places.logs / name)
        make_private(self._places.sockets, self._account)
        try:
            self._cluster.prepare()
            self._redis_process = self._redis.start()
            self._database_process = self._cluster.start()
        except BaseException:
            self.stop()
            raise

    def keep(self, leases: FileLock) -> None:
        """Watch the servers until nobody holds a lease or somebody asks to stop."""
        while not self._asked_to_stop and not leases.take():
            time.sleep(_LOOK_SECONDS)
            self._restart_fallen()

    def stop(self) -> None:
        """Stop what has been started and remove the sockets."""
        if self._redis_process:
            redis_server.stop(self._redis_process)
        if self._database_process:
            postgresql.stop(self._database_process)
        shutil.rmtree(self._places.sockets, ignore_errors=True)

    def _restart_fallen(self) -> None:
        try:
            if self._redis_process and self._redis_process.poll() is not None:
                _say(f"Redis ended with {self._redis_process.returncode}; starting it again.")
                self._redis_process = self._redis.start()
            if self._database_process and self._database_process.poll() is not None:
                _say(f"PostgreSQL ended with {self._database_process.returncode}; starting it again.")
                self._cluster.prepare()
                self._database_process = self._cluster.start()
            self._pause = 0.0
        except (StackRefused, OSError) as error:
            _say(str(error))
            self._pause = min(max(1.0, self._pause * 2), _LONGEST_PAUSE_SECONDS)
            time.sleep(self._pause)

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop = True


def make_private(folder: Path, account: Account | None) -> None:
    """Make the folder of the sockets, closed to everybody else. Raises StackRefused when somebody else has it."""
    trusted = {os.geteuid()} | ({account.uid} if account else set())
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        if folder.is_symlink() or status.st_uid not in trusted:
            raise StackRefused(f"{folder} belongs to somebody else; remove it and start again.")
        if account:
            os.chown(folder, account.uid, os.getegid())
        folder.chmod(0o710 if account else 0o700)
    except OSError as error:
        raise StackRefused(f"The folder for sockets {folder} cannot be used: {error.strerror}.") from error


def run(places: Places, answer_fd: int, *, durable: bool) -> int:
    """Start the servers, answer on the pipe, keep them until they are not needed. Return the exit status."""
    name_tag = FileLock(lease.keeper_file(places))
    # Whoever asks whether a keeper is there touches this lock for a moment.
    if not name_tag.take(seconds=5):
        return _answer(answer_fd, f"Another keeper looks after {places.data_dir} already.")
    name_tag.write(json.dumps({"pid": os.getpid()}))
    try:
        keeper = Keeper(places, durable=durable)
        leases = lease.lease_lock(places)
        keeper.start()
    except StackRefused as refusal:
        return _answer(answer_fd, str(refusal))
    except OSError as error:
        return _answer(answer_fd, f"The data directory {places.data_dir} cannot be used: {error}.")
    try:
        _answer(answer_fd, "ready")
        keeper.keep(leases)
    finally:
        keeper.stop()
    return 0


def _answer(answer_fd: int, text: str) -> int:
    os.write(answer_fd, text.encode())
    os.close(answer_fd)
    return 1


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def main() -> None:
    """Leave the process that called and run."""
    if os.fork():
        os._exit(0)
    data_dir, answer_fd, mode = sys.argv[1:]
    sys.exit(run(Places(Path(data_dir)), int(answer_fd), durable=mode == "durable"))


if __name__ == "__main__":
    main()
