"""Write the embedded database to a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from community.stack.backups import back_up
from community.stack.refusal import StackRefused


class Command(BaseCommand):
    help = "Write the whole embedded database to FILE, whether Peerdesk runs or not; `restore` reads it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise StackRefused("This command is for the embedded database; back up your own server with pg_dump.")
        back_up(settings.EMBEDDED, options["file"])
        self.stdout.write(f"The database is in {options['file']}.")
