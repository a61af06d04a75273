"""The embedded PostgreSQL and Redis of one data directory, seen from the processes that use them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from community.stack import lease
from community.stack.locks import is_held
from community.stack.places import Places
from community.stack.refusal import StackRefused

DATABASE_NAME = "peerdesk"
DATABASE_USER = "peerdesk"


@dataclass(frozen=True)
class Embedded:
    """The servers of one data directory.

    Making one and reading its settings starts nothing and touches no file. `redis_db` keeps users of one Redis apart
    (0 to 63). `durable=False` gives up fsync and is for tests only; it counts for whoever starts the servers first.
    """

    data_dir: Path
    redis_db: int = 0
    durable: bool = True

    @cached_property
    def places(self) -> Places:
        """Return the paths of this data directory; two spellings of one directory give the same paths."""
        return Places(self.data_dir.expanduser().resolve())

    def database_settings(self) -> dict[str, Any]:
        """Return Django's dictionary for the database; the caller adds OPTIONS such as the pool."""
        return {
            "ENGINE": "community.stack.postgresql",
            "NAME": DATABASE_NAME,
            "USER": DATABASE_USER,
            "PASSWORD": "",
            "HOST": str(self.places.sockets),
            # Spelled out, or PGPORT of the surrounding shell would change the name of the socket.
            "PORT": "5432",
            "DATA_DIR": str(self.places.data_dir),
        }

    @property
    def redis_url(self) -> str:
        """Return the address for redis-py."""
        return f"unix://{self.places.redis_socket}?db={self.redis_db}"

    @property
    def celery_broker_url(self) -> str:
        """Return the address for Celery, which spells sockets its own way."""
        return f"redis+socket://{self.places.redis_socket}?virtual_host={self.redis_db}"

    def ensure_running(self) -> lease.Lease:
        """Join the running servers or start them, and keep them as long as this process lives.

        Raises StackRefused with a sentence when they cannot run. Asking again in the same process is free.
        """
        return lease.ensure(self.places, durable=self.durable)

    def is_running(self) -> bool:
        """Return whether the servers are up (or are starting or stopping at this moment)."""
        return lease.is_kept(self.places)

    def served_at(self) -> str:
        """Return the address of the pages that are served from this data directory now, or "" when none are."""
        lock = self.places.locks / "serve"
        try:
            return str(json.loads(lock.read_text())["address"]) if is_held(lock) else ""
        except (OSError, ValueError, KeyError, StackRefused):
            # Just starting, or somebody else's.
            return ""

    def stop(self) -> None:
        """Stop the servers whoever is using them, and wait until they are gone."""
        lease.stop(self.places)
