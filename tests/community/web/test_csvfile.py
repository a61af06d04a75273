"""Files for spreadsheets: the same bytes at once and row by row, and nothing in them runs."""

from __future__ import annotations

import csv
import io

from community.web.csvfile import download, streamed, table

HEAD = ["name", "n"]
ROWS = [["=1+1", 3], ["Köln; =2", None], ['"quoted", twice', 2.5]]


def test_a_stream_is_the_table_row_by_row():
    response = streamed("figures.csv", HEAD, iter(ROWS))
    assert (
        b"".join(response.streaming_content) == table(HEAD, ROWS) == download("figures.csv", table(HEAD, ROWS)).content
    )
    assert response["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert response["Cache-Control"] == "private, no-store"


def test_no_cell_is_a_formula():
    content = b"".join(streamed("figures.csv", HEAD, ROWS).streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content)))[1:] == [["'=1+1", "3"], ["Köln; '=2", ""], ['"quoted", twice', "2.5"]]
