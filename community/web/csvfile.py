"""Tables as files that spreadsheets open without running anything."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

_TYPE = "text/csv; charset=utf-8"
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
    response = HttpResponse(content, content_type=_TYPE)
    _for_saving(response, name)
    return response


def streamed(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Return a table of any length as a file for saving, written row by row while it is sent."""
    response = StreamingHttpResponse(_lines(head, rows), content_type=_TYPE)
    _for_saving(response, name)
    return response


class _Echo:
    """A file that keeps nothing: what is written comes back."""

    def write(self, text: str) -> str:
        return text


def _lines(head: Sequence[object], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    writer: Any = csv.writer(_Echo())
    yield BOM_UTF8 + writer.writerow([safe_cell(cell) for cell in head]).encode()
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row]).encode()


def _for_saving(response: HttpResponseBase, name: str) -> None:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
