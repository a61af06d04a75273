"""The web servers that are measured, each as in production: granian, two workers with eight threads."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from community.stack.processes import end, start
from tests.bench.machine import Memory, memory, tree

WORKERS, THREADS = 2, 8
_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running web server."""

    name: str
    pid: int
    port: int

    def memory_of_workers(self) -> list[Memory]:
        """Return what each worker holds, the biggest first."""
        held = sorted((memory(pid) for pid in tree(self.pid) if pid != self.pid), key=lambda each: -each.rss)
        return held[:WORKERS]


@contextmanager
def serving(name: str, application: str, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Serve the application while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--port", str(port), application),
    ]
    with log.open("wb") as output:
        process = start(
            command,
            death_signal=signal.SIGTERM,
            cwd=_ROOT,
            environment={**os.environ, **environment},
            output=output,
        )
        try:
            _wait_until_it_answers(name, port, log)
            yield Server(name, process.pid, port)
        finally:
            end(process, signal.SIGTERM, seconds=15)


def _wait_until_it_answers(name: str, port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        browser = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            browser.request("GET", "/")
            browser.getresponse()
            return
        except OSError:
            time.sleep(0.1)
        finally:
            browser.close()
    raise SystemExit(f"The server of {name} did not start; see {log}.")
