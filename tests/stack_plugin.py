"""Gives a test run a PostgreSQL and a Redis of its own, never those of whoever develops here.

Loaded with `-p` (pyproject.toml) before Django's settings, which read DATA_DIR. Every run takes the first free folder
below .test-data, so several runs may go on at once; the folder stays, because making a cluster takes longer than
starting one. Under xdist the controller starts the servers; every worker has a database and a Redis number of its own.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import pytest

from community.stack.embedded import Embedded
from community.stack.engines import POSTGRESQL_MAJOR
from community.stack.locks import FileLock
from community.stack.refusal import StackRefused

_FOLDERS = Path(__file__).resolve().parents[1] / ".test-data"
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_REAL_SERVERS = ("DATABASE_URL", "REDIS_URL")


def _take_folder() -> FileLock:
    _FOLDERS.mkdir(exist_ok=True)
    for number in count(1):
        lock = FileLock(_FOLDERS / f"postgresql-{POSTGRESQL_MAJOR}-{number}.lock")
        if lock.take():
            return lock
        lock.close()
    raise AssertionError("unreachable")


if _WORKER:
    os.environ["REDIS_DB"] = str(int(_WORKER.removeprefix("gw")) + 1)
else:
    _lock = _take_folder()  # held until the process ends
    for _name in _REAL_SERVERS:
        os.environ.pop(_name, None)
    os.environ.update(DATA_DIR=str(_lock.path.with_suffix("")), REDIS_DB="0", DEMO="0")
    # Race tests want many connections at once.
    os.environ["DATABASE_POOL_SIZE"] = "32"
    # Tests with real commits empty every table afterwards; the ledger lets nobody do that who does not say so.
    os.environ["PGOPTIONS"] = "-c peerdesk.may_truncate=on"


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start the servers once, without fsync: what is lost with the machine is only a test run."""
    if _WORKER or session.config.option.collectonly:
        return
    try:
        Embedded(Path(os.environ["DATA_DIR"]), durable=False).ensure_running()
    except StackRefused as refusal:
        pytest.exit(f"{refusal} If it stays so, remove {_FOLDERS}.", returncode=1)
