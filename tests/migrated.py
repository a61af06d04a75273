"""A database in which every migration has run, kept as PostgreSQL's template for those of the tests.

Running all migrations takes longer than any test. So the first worker that needs a database runs them and leaves a copy
under a name that is made of all that they say; every later one, of this run and of the next ones, begins with a copy.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from community.stack.locks import FileLock

_PROJECT = Path(__file__).resolve().parents[1]
_PACKAGES = ("community", "accounts", "rewards")
_PREFIX = "migrated_"
_OURS = re.compile(rf"^(?:from|import) ((?:{'|'.join(_PACKAGES)})[\w.]*)", re.MULTILINE)
_LONGEST_SECONDS = 1200.0


def name_of_migrations() -> str:
    """Return a name that changes with every migration, with what they import of ours, and with the pinned packages."""
    migrations = [path for package in _PACKAGES for path in (_PROJECT / package).rglob("migrations/*.py")]
    modules = {name for path in migrations for name in _OURS.findall(path.read_text(encoding="utf-8"))}
    bases = [_PROJECT.joinpath(*name.split(".")) for name in modules]
    imported = [path for base in bases for path in (base.with_suffix(".py"), base / "__init__.py") if path.exists()]
    digest = hashlib.sha256()
    for path in sorted({*migrations, *imported, _PROJECT / "requirements" / "run.txt"}):
        digest.update(f"{path.relative_to(_PROJECT)}\0".encode() + path.read_bytes())
    return _PREFIX + digest.hexdigest()[:24]


class Migrated:
    """The template of this data directory. One process at a time makes it, the others wait."""

    def __init__(self) -> None:
        self._name = name_of_migrations()
        self._lock = FileLock(Path(settings.DATA_DIR) / "migrated.lock")
        self._exists = False

    def choose(self) -> None:
        """Let the database of the tests be a copy of the template if there is one; else hold the others back."""
        assert self._lock.take(seconds=_LONGEST_SECONDS), "Another process runs the migrations for too long."
        with connection.creation._nodb_cursor() as cursor:
            self._exists = self._name in _templates(cursor)
        if self._exists:
            test: dict[str, Any] = connection.settings_dict["TEST"]
            test.update(TEMPLATE=self._name, MIGRATE=False)

    def keep(self) -> None:
        """Copy the database in which the migrations have just run, unless it is a copy itself; let the others go on."""
        if not self._exists:
            source = connection.settings_dict["NAME"]
            connection.close()
            connection.close_pool()
            with connection.creation._nodb_cursor() as cursor:
                for old in _templates(cursor):
                    cursor.execute(f'DROP DATABASE "{old}"')
                cursor.execute(f'CREATE DATABASE "{self._name}" TEMPLATE "{source}"')
        self._lock.close()


def _templates(cursor: Any) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_PREFIX])
    return [name for (name,) in cursor.fetchall()]
