"""Django's PostgreSQL backend that starts the embedded server on the first connection, and never earlier."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from community.stack.embedded import Embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded PostgreSQL of the data directory in the setting DATA_DIR."""

    @cached_property
    def embedded(self) -> Embedded:
        """Return the servers that belong to this connection's settings."""
        return Embedded(Path(self.settings_dict["DATA_DIR"]))

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Join or start the servers, then connect. Raises StackRefused with a sentence when they cannot run."""
        self.embedded.ensure_running()
        return super().get_new_connection(conn_params)
