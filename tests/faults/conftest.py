"""The product as on real servers: workers and web as processes, on the tests' database and a Redis that may be hurt."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from community.web.breaker import redis_breaker
from tests.servers import PrivateRedis


class Processes:
    """Starts parts of the product and kills only what it started."""

    def __init__(self, redis_url: str) -> None:
        self._started: list[subprocess.Popen[bytes]] = []
        database = connection.settings_dict
        host = quote(str(database["HOST"]), safe="")
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in {"DATA_DIR", "REDIS_DB", "DEMO"}},
            "DATABASE_URL": f"postgresql://{database['USER']}@/{quote(str(database['NAME']))}?host={host}",
            "REDIS_URL": redis_url,
            # Sessions that the test makes must hold there too.
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "localhost",
            "MAIL_URL": "smtp://127.0.0.1:9",
            "STATIC_ROOT": "/tmp/peerdesk-has-no-static-files-here",
        }

    def worker(self) -> subprocess.Popen[bytes]:
        """Start a Celery worker with its scheduler."""
        return self._start(
            "-m",
            "celery",
            "-A",
            "community",
            "worker",
            "-Q",
            "celery,long",
            "-B",
            "-s",
            f"/tmp/pd-beat-{os.getpid()}",
            "-c",
            "2",
        )

    def web(self, port: int) -> subprocess.Popen[bytes]:
        """Start the pages, and wait until they answer."""
        process = self._start(
            "-m", "uvicorn", "community.asgi:application", "--port", str(port), "--log-level", "error"
        )
        until(lambda: _listens(port))
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill the process and its children with SIGKILL."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        for process in self._started:
            if process.poll() is None:
                self.kill(process)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started.append(process)
        return process


def until(holds: Callable[[], bool], patience: float = 120) -> None:
    """Wait until it holds; fail when it does not in time. A test waits for an effect, it does not measure."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, "It did not happen."
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def broken_redis(settings, transactional_db) -> Iterator[PrivateRedis]:
    """A Redis of this test, used by the test's own process and by what it starts."""
    server = PrivateRedis()
    settings.REDIS_URL = server.url
    settings.CELERY_BROKER_URL = server.url.replace("unix://", "redis+socket://")
    redis_breaker.reset()
    yield server
    redis_breaker.reset()
    if Path(server.folder).exists():
        server.stop()


@pytest.fixture
def processes(broken_redis) -> Iterator[Processes]:
    started = Processes(broken_redis.url)
    yield started
    started.kill_all()
