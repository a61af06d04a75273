"""One stylesheet for every page, made of files that are each named for what they style.

It is put together whenever static files are looked for: when a server starts, while somebody works on a file, and when
the files are collected for real servers, which compress it and put its hash into its name.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import get_ident
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FOLDER: Final = Path(__file__).parent / "static" / "web"
# In this order, which decides between rules of one layer that are equally specific. The tokens name the layers.
PARTS: Final = (
    "tokens", "base", "frame", "controls", "marks", "blocks", "forms", "lists", "thread", "prose", "charts"
)  # fmt: skip
SHEET: Final = "web/peerdesk.css"


class StylesFinder(BaseFinder):
    """Finds the stylesheet of all pages among the static files."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Return what is wrong with the settings: there are none."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the place of the stylesheet as it is now; an empty list for any other path."""
        if path != SHEET:
            return []
        place = str(_put_together())
        return [place] if find_all else place

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the stylesheet and where it is kept."""
        _put_together()
        yield SHEET, FileSystemStorage(_folder())


@cache
def _folder() -> Path:
    """Return where the stylesheet is kept: beside the data of the embedded stack, otherwise as long as this process."""
    if settings.EMBEDDED:
        return Path(settings.DATA_DIR) / "styles"
    folder = TemporaryDirectory(prefix="peerdesk-styles-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _put_together() -> Path:
    """Write the stylesheet, as old as its youngest part, so that browsers keep it as long as nothing changes."""
    place = _folder() / SHEET
    parts = [FOLDER / f"{name}.css" for name in PARTS]
    place.parent.mkdir(parents=True, exist_ok=True)
    # Another process may be reading it, or another thread writing the same.
    draft = place.with_suffix(f".{os.getpid()}-{get_ident()}")
    draft.write_bytes(b"".join(part.read_bytes() for part in parts))
    youngest = max(part.stat().st_mtime for part in parts)
    os.utime(draft, (youngest, youngest))
    draft.replace(place)
    return place
