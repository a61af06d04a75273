"""Tables as files that spreadsheets open without running anything."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

# What makes a spreadsheet take a cell for a formula, or read its text as another cell.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
# Where other languages' spreadsheets begin the next cell, whatever the quotes say.
_NEXT_CELL = re.compile(r"([;\t\r\n]['\"\s]*)(?=[=+\-@|%])")


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet executes: texts that could be formulas get an apostrophe in front."""
    if not isinstance(value, str):
        return value
    held = _NEXT_CELL.sub(r"\1'", value)
    return f"'{held}" if value.lstrip().startswith(_DANGEROUS) or value.startswith(_DANGEROUS) else held


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """Return a table as UTF-8 with a mark at its beginning, from which spreadsheets know the encoding."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe_cell(cell) for cell in head])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def download(name: str, content: bytes) -> HttpResponse:
    """Return a table as a file for saving; nothing on the way keeps a copy."""
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
