"""Import a Stack Exchange data dump (Posts.xml, Users.xml, Votes.xml)."""

from __future__ import annotations

from pathlib import Path

from community.portability.command import ImportCommand
from community.portability.records import Source
from community.portability.stackexchange import StackExchange


class Command(ImportCommand):
    help = "Import an unpacked Stack Exchange data dump into a company; repeating it adds only what is new."

    def open_source(self, folder: Path) -> Source:
        """Open the folder. Raises CannotImport."""
        return StackExchange(folder)
