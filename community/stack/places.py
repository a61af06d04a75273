"""Where the embedded stack keeps what: all that lasts in the data directory, the sockets in a short folder apart."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

# Not the TMPDIR or XDG_RUNTIME_DIR of one login: a cron job and a terminal must find the same servers.
SOCKET_PARENT = Path("/tmp")


@dataclass(frozen=True)
class Places:
    """Every path of one data directory. Reading them creates nothing."""

    data_dir: Path

    @property
    def cluster(self) -> Path:
        """Return the folder of PostgreSQL's own files."""
        return self.data_dir / "postgresql"

    @property
    def logs(self) -> Path:
        """Return the folder in which both servers and their keeper write what happened."""
        return self.data_dir / "logs"

    @property
    def locks(self) -> Path:
        """Return the folder of lock files. They may stay behind: what counts is whether a living process holds one."""
        return self.data_dir / "locks"

    @property
    def sockets(self) -> Path:
        """Return the private folder of the sockets: short, for a socket's path of 108 bytes or more is fatal."""
        digest = hashlib.sha256(str(self.data_dir).encode("utf-8", "surrogateescape")).hexdigest()
        return SOCKET_PARENT / f"peerdesk-{digest[:16]}"

    @property
    def redis_socket(self) -> Path:
        """Return the path of Redis's socket."""
        return self.sockets / "redis.sock"
