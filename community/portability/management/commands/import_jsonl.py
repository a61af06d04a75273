"""Import questions.jsonl, answers.jsonl and users.jsonl."""

from __future__ import annotations

from pathlib import Path

from community.portability.command import ImportCommand
from community.portability.jsonl import JsonLines
from community.portability.records import Source


class Command(ImportCommand):
    help = "Import questions.jsonl, answers.jsonl and users.jsonl into a company; repeating it adds only what is new."

    def open_source(self, folder: Path) -> Source:
        """Open the folder. Raises CannotImport."""
        return JsonLines(folder)
