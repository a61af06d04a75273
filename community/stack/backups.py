"""Backups of the embedded database: one file, made while everything runs, put back as a whole or not at all."""

from __future__ import annotations

import subprocess
from pathlib import Path

from community.stack import engines
from community.stack.clients import run_client
from community.stack.embedded import DATABASE_NAME, Embedded
from community.stack.locks import is_held
from community.stack.refusal import StackRefused

_RESTORED = f"{DATABASE_NAME}_restored"
_REPLACED = f"{DATABASE_NAME}_replaced"
_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


def back_up(embedded: Embedded, file: Path) -> None:
    """Write the whole database to a new file. Raises StackRefused when it exists or cannot be written."""
    if file.exists():
        raise StackRefused(f"{file} exists already; name a new file.")
    unfinished = file.with_name(f"{file.name}.unfinished")
    embedded.ensure_running()
    try:
        _client(embedded, "pg_dump", "--format=custom", "--no-owner", f"--file={unfinished}", DATABASE_NAME)
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)


def put_back(embedded: Embedded, file: Path, *, replace: bool) -> None:
    """Put a backup in the place of the database.

    It is restored beside the database, and both change places in one transaction, so a file that turns out to be broken
    costs nothing. Raises StackRefused while Peerdesk runs, when the database holds something and `replace` is false,
    and when the file is no backup.
    """
    if not file.is_file():
        raise StackRefused(f"There is no file {file}.")
    if is_held(embedded.places.locks / "serve"):
        raise StackRefused(f"Peerdesk is running in {embedded.places.data_dir}; stop it before you restore a backup.")
    _check_is_backup(file)
    embedded.ensure_running()
    if not replace and _client(embedded, "psql", "-d", DATABASE_NAME, "-Atc", _TABLES).strip() != "0":
        raise StackRefused("The database holds data already; add --replace to put the backup in its place.")
    _drop_leftovers(embedded)
    _client(embedded, "createdb", _RESTORED)
    try:
        _client(embedded, "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_RESTORED}", str(file))
        _change_places(embedded)
    finally:
        _drop_leftovers(embedded)
    # What was restored is somebody's community: the next start must not fill a demo into it.
    (embedded.places.data_dir / "first_start_done").touch()


def _check_is_backup(file: Path) -> None:
    listing = subprocess.run(
        [engines.installed().postgresql("pg_restore"), "--list", str(file)], capture_output=True, check=False
    )
    if listing.returncode != 0:
        raise StackRefused(f"{file} is not a backup that Peerdesk made.")


def _change_places(embedded: Embedded) -> None:
    steps = (
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{DATABASE_NAME}'",
        f"ALTER DATABASE {DATABASE_NAME} RENAME TO {_REPLACED}",
        f"ALTER DATABASE {_RESTORED} RENAME TO {DATABASE_NAME}",
    )
    _client(embedded, "psql", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-1", *(f"-c{step}" for step in steps))


def _drop_leftovers(embedded: Embedded) -> None:
    for name in (_RESTORED, _REPLACED):
        _client(embedded, "dropdb", "--if-exists", "--force", name)


def _client(embedded: Embedded, program: str, *arguments: str) -> str:
    return run_client(engines.installed(), embedded.places, program, *arguments)
