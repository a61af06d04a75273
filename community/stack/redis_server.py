"""The embedded Redis: a socket in the private folder, nothing on disk (what must last is in PostgreSQL)."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from dataclasses import dataclass

from community.stack.engines import Engines
from community.stack.places import Places
from community.stack.processes import Account, end, plain_environment, start
from community.stack.refusal import StackRefused

_START_SECONDS = 30.0
_SETTINGS = {
    "port": "0",
    "unixsocketperm": "770",
    "save": "",
    "appendonly": "no",
    "maxmemory-policy": "noeviction",
    "databases": "64",
    "daemonize": "no",
}


@dataclass(frozen=True)
class RedisServer:
    """Redis for one data directory."""

    places: Places
    engines: Engines
    account: Account | None

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server and return when it answers. Raises StackRefused."""
        settings = _SETTINGS | {"unixsocket": str(self.places.redis_socket), "dir": str(self.places.sockets)}
        arguments = [part for name, value in settings.items() for part in (f"--{name}", value)]
        log_path = self.places.logs / "redis.log"
        self.places.redis_socket.unlink(missing_ok=True)
        with log_path.open("ab") as log:
            server = start(
                [self.engines.redis_server, *arguments],
                death_signal=signal.SIGTERM,
                account=self.account,
                cwd=self.places.sockets,
                environment=plain_environment(),
                output=log,
            )
        deadline = time.monotonic() + _START_SECONDS
        while server.poll() is None and time.monotonic() < deadline:
            if self._answers():
                return server
            time.sleep(0.01)
        stop(server)
        raise StackRefused(f"Redis did not start; see {log_path}.")

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.places.redis_socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """Shut the server down."""
    end(server, signal.SIGTERM, seconds=10)
