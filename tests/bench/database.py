"""The data that is measured: made once, copied for every run, so that all runs begin alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from accounts.models import Company
from community.stack.embedded import DATABASE_NAME, DATABASE_USER
from tests.bench.floor.tables import make_floor_tables

COMPANY = "load"
_ROOT = Path(__file__).resolve().parents[2]
# What the data follow from: when one of these changes, they are made anew. Migrations are applied to every copy.
_SOURCES = (
    "community/demo/corpus.py",
    "community/demo/load.py",
    "community/search/actions/index.py",
    "community/search/terms.py",
    "tests/bench/floor/tables.py",
)


def fresh_database(questions: int) -> Company:
    """Give the embedded stack a copy of the data with so many questions; the first time makes them, which takes minutes."""
    name = f"corpus_{questions}_{_fingerprint()}"
    with _server() as server:
        known = [row[0] for row in server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'corpus_%'")]
        _drop(server, DATABASE_NAME)
        if name not in known:
            print(f"Making {questions} questions. The next runs copy them.", flush=True)
            for old in known:
                _drop(server, old)
            _make(server, questions, name)
        copy = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        server.execute(sql.SQL(copy).format(sql.Identifier(DATABASE_NAME), sql.Identifier(name)))
    call_command("migrate", verbosity=0)
    return Company.objects.get(slug=COMPANY)


def empty_database() -> None:
    """Give the embedded stack a database without any data."""
    with _server() as server:
        _drop(server, DATABASE_NAME)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE_NAME)))
    call_command("migrate", verbosity=0)


def _make(server: psycopg.Connection, questions: int, name: str) -> None:
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE_NAME)))
    call_command("migrate", verbosity=0)
    call_command("load_test_data", questions=questions, company=COMPANY)
    make_floor_tables(Company.objects.get(slug=COMPANY).pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    _disconnect()
    server.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(DATABASE_NAME), sql.Identifier(name))
    )


def _drop(server: psycopg.Connection, name: str) -> None:
    _disconnect()
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _disconnect() -> None:
    connection.close()
    connection.close_pool()


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    settings.EMBEDDED.ensure_running()
    host = str(settings.EMBEDDED.places.sockets)
    with psycopg.connect(host=host, dbname="postgres", user=DATABASE_USER, autocommit=True) as server:
        yield server


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for source in _SOURCES:
        digest.update((_ROOT / source).read_bytes())
    return digest.hexdigest()[:12]
