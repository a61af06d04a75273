"""A database of its own for what must leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core.management import call_command
from django.db import ProgrammingError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError, load_backend

from community.web.breaker import redis_breaker

NAME: Final = "peerdesk_simulation"


class SimulationIsRunning(Exception):
    """Raised when the database of simulations is in use."""


@contextmanager
def scratch_database() -> Iterator[None]:
    """Let the block run on an empty, migrated database, in this thread only, and drop it afterwards.

    Redis is not touched either: no worker is woken, no page told, nothing cached. Raises SimulationIsRunning while another
    process does the same on these servers. What a killed process left there is dropped first.
    """
    real = connections["default"]
    _in_server(real, f"DROP DATABASE IF EXISTS {NAME}")
    _in_server(real, f"CREATE DATABASE {NAME}")
    # Without a pool: pools belong to the alias, and this alias is the real database's.
    options = {key: value for key, value in real.settings_dict["OPTIONS"].items() if key != "pool"}
    # Nothing is kept, so nothing has to reach the disk.
    options["options"] = "-c synchronous_commit=off"
    settings: dict[str, Any] = {**real.settings_dict, "NAME": NAME, "OPTIONS": options}
    scratch = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
    connections["default"] = scratch
    try:
        with redis_breaker.held_open():
            call_command("migrate", verbosity=0, interactive=False)
            yield
    finally:
        scratch.close()
        connections["default"] = real
        _in_server(real, f"DROP DATABASE {NAME}")


def _in_server(real: BaseDatabaseWrapper, statement: str) -> None:
    with real._nodb_cursor() as cursor:  # as Django makes databases for tests
        try:
            cursor.execute(statement)
        except (OperationalError, ProgrammingError) as error:
            raise SimulationIsRunning(f"The database {NAME} is in use: {error}") from error
