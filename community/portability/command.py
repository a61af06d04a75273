"""What the import commands have in common."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from community.portability.importing import Imported, company_for_import, import_community
from community.portability.progress import Told
from community.portability.records import BadSource, CannotImport, Source


class ImportCommand(BaseCommand):
    """Reads a folder into a company, shows progress, and says what it did or what is wrong with the source."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder and the company."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--company", required=True, help="short name of the company; made when there is none")
        parser.add_argument("--name", default="", help="name of a company that is made")
        parser.add_argument("--language", default="en", help="main language of a company that is made")

    def open_source(self, folder: Path) -> Source:
        """Open the folder. Raises CannotImport."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and report."""
        told = Told(Console(stderr=True))
        try:
            source = self.open_source(options["folder"])
            company = company_for_import(options["company"], options["name"], options["language"])
            with told.running():
                done = import_community(company, source, told)
        except BadSource as error:
            raise CommandError(
                f"{error} What was read before is kept; correct it and run the command again."
            ) from error
        except CannotImport as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was read so far is kept; run the command again to go on.") from None
        self._report(done, company.absolute_url("questions:home"))

    def _report(self, done: Imported, address: str) -> None:
        self.stdout.write(
            f"Imported {done.members} members, {done.questions} questions, {done.answers} answers, "
            f"{done.acceptances} accepted answers and {done.events} events. See {address}"
        )
        if done.answers_without_question:
            self.stdout.write(
                f"{done.answers_without_question} answers belong to questions that the source lacks; left out."
            )
