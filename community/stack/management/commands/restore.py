"""Read the embedded database from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from community.stack.backups import put_back
from community.stack.refusal import StackRefused


class Command(BaseCommand):
    help = "Put the backup in FILE in the place of the embedded database, as a whole or not at all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="give up what the database holds now")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise StackRefused("This command is for the embedded database; restore your own server with pg_restore.")
        put_back(settings.EMBEDDED, options["file"], replace=options["replace"])
        self.stdout.write(f"The database is that of {options['file']}.")
