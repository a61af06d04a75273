"""The rows of the files: raw numbers for machines, beside the words that the page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from accounts.models import Company
from community.insights.clocks.definitions import CLOCK_VERSION
from community.insights.speed.board import Board
from community.insights.speed.queries.rows import member_lines, question_lines
from community.insights.speed.tiles.registry import MEMBERS, Figure, Tile, all_tiles, figure_of
from community.insights.speed.words import interval_said, said, too_few_said

FIGURES_HEAD: Final = (
    "tile", "figure", "definition", "definition_version", "clock_version", "n", "part", "unit", "value", "low", "high",
    "shown", "interval", "note",
)  # fmt: skip
QUESTIONS_HEAD: Final = (
    "tile", "definition", "definition_version", "question", "title", "topic", "language", "channel", "asked_at",
    "first_response_seconds", "first_answer_seconds", "first_answer_by", "solved_seconds", "basis", "state", "counts",
)  # fmt: skip
MEMBERS_HEAD: Final = ("tile", "definition", "definition_version", "member", "name", "counts")
_UNITS: Final = {"time": "seconds", "share": "share", "count": "count", "number": ""}
_AT_ONCE: Final = 1000


def figure_rows(board: Board) -> Iterator[Sequence[object]]:
    """Yield a row for each number of each tile. What a tile does not say for want of data is not said here either."""
    for tile in all_tiles():
        figure = figure_of(tile, board)
        head = (
            tile.id, figure.tile.title, tile.definition.id, tile.definition.version, CLOCK_VERSION, figure.n,
        )  # fmt: skip
        if not figure.is_enough:
            yield (*head, "", "", None, None, None, "", "", too_few_said(figure))
        for part in figure.parts:
            numbers = (_UNITS[part.kind], part.value, part.low, part.high)
            yield (*head, str(part.label), *numbers, said(part), interval_said(part), figure.note)


def row_head(figure: Figure) -> Sequence[str]:
    """Return the head of the file with the rows behind a figure."""
    return MEMBERS_HEAD if figure.rows.kind == MEMBERS else QUESTIONS_HEAD


def behind(board: Board, figure: Figure) -> Iterator[Sequence[object]]:
    """Yield the rows behind a figure, in its order. Reads a thousand at a time."""
    rows, company = figure.rows, board.population.company
    for start in range(0, rows.n, _AT_ONCE):
        ids = [int(each) for each in rows.ids[start : start + _AT_ONCE]]
        counts = None if rows.counts is None else [bool(each) for each in rows.counts[start : start + _AT_ONCE]]
        lines = _member_rows if rows.kind == MEMBERS else _question_rows
        yield from lines(board, company, figure.tile, ids, counts)


def _question_rows(
    board: Board, company: Company, tile: Tile, ids: Sequence[int], counts: Sequence[bool] | None
) -> Iterator[Sequence[object]]:
    for line in question_lines(company, ids, counts, board.now):
        clock = line.clock
        yield (
            tile.id, tile.definition.id, tile.definition.version, clock.question_id,
            line.question.title if line.question else "", line.topic.name if line.topic else "", clock.language,
            clock.channel, clock.asked_at.isoformat(), line.responded_after, line.answered_after,
            clock.first_answerer_standing, line.solved_after, clock.basis, line.state, line.counts,
        )  # fmt: skip


def _member_rows(
    board: Board, company: Company, tile: Tile, ids: Sequence[int], counts: Sequence[bool] | None
) -> Iterator[Sequence[object]]:
    for line in member_lines(company, ids, counts):
        name = line.member.display_name if line.member else ""
        yield tile.id, tile.definition.id, tile.definition.version, line.id, name, line.counts
