"""What stands on the dashboard, put together from the tiles, the pictures and the maps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from community.insights.clocks.definitions import FIRST_ANSWER, FIRST_RESPONSE, RESOLUTION, Definition
from community.insights.clocks.models import Clock
from community.insights.clocks.queries.population import Population
from community.insights.clocks.queries.sample import CLOSED, ESCALATED, HAPPENED
from community.insights.speed.board import Board
from community.insights.speed.charts import CurvePicture, curve_sentence, picture_of
from community.insights.speed.tiles import solutions
from community.insights.speed.tiles.measures import DAY, HORIZON_NAMES, HORIZONS, durations_for, is_unknown
from community.insights.speed.tiles.registry import FEWEST, Figure, all_tiles, figure_of
from community.insights.speed.words import duration_said, share_said
from community.statistics.survival import Curve

# The pictures between which readers switch: ?curve=...
CURVES: Final[Mapping[str, Definition]] = {
    "answer": FIRST_ANSWER, "response": FIRST_RESPONSE, "solution": RESOLUTION,
}  # fmt: skip
CURVE_NAMES: Final = {
    "answer": gettext_lazy("First answer"),
    "response": gettext_lazy("First response"),
    "solution": gettext_lazy("Solution"),
}
_SECTIONS: Final = (
    ("answers", gettext_lazy("Waiting for an answer")),
    ("solutions", gettext_lazy("Solutions")),
    ("backlog", gettext_lazy("What waits now")),
    ("promises", gettext_lazy("Promises and forecasts")),
    ("people", gettext_lazy("Who helps")),
)
_MEASURES: Final = (
    ("responded", gettext_lazy("A first response")),
    ("answered", gettext_lazy("A first answer")),
    ("solved", gettext_lazy("Solved")),
    ("confirmed", gettext_lazy("Solved, as the asker says")),
)
_ENDINGS_BY: Final = (DAY, 3 * DAY, 7 * DAY, 30 * DAY)
_TOP: Final = 10


@dataclass(frozen=True)
class CurveRow:
    """One line of the table behind a curve."""

    time: Any
    share: str
    low: str
    high: str


@dataclass(frozen=True)
class Helper:
    """Somebody who answers or solves much."""

    member: Membership | None
    answers: int
    solutions: int


def sections(board: Board) -> list[tuple[Any, Sequence[Figure]]]:
    """Return the tiles by section, each with its heading. Tiles of other modules stand at the end of theirs."""
    figures = [figure_of(tile, board) for tile in all_tiles() if tile.group != "horizons"]
    return [(heading, [each for each in figures if each.tile.group == group]) for group, heading in _SECTIONS]


def horizon_rows(board: Board) -> list[tuple[Any, Definition, Sequence[Figure]]]:
    """Return the shares at fixed times: a row for each measure with its definition, a column for each horizon."""
    by_id = {tile.id: tile for tile in all_tiles() if tile.group == "horizons"}
    rows = [(name, [figure_of(by_id[f"{prefix}_{key}"], board) for key in HORIZONS]) for prefix, name in _MEASURES]
    return [(name, figures[0].tile.definition, figures) for name, figures in rows]


def curve_of(board: Board, chosen: str) -> Curve:
    """Return the curve that the reader chose."""
    return durations_for(board, CURVES[chosen]).curve()


def curve_picture(chosen: str, curve: Curve) -> CurvePicture | None:
    """Return its picture, None where there is too little to draw."""
    if curve.n < FEWEST or not curve.happened:
        return None
    return picture_of(curve, curve_sentence(str(CURVE_NAMES[chosen]), curve))


def curve_rows(curve: Curve) -> list[CurveRow]:
    """Return the share by each horizon that anybody was watched for, with its interval from Greenwood's variance."""
    rows = []
    for key, seconds in HORIZONS.items():
        if seconds <= curve.last_follow_up:
            low, high = curve.interval_at(seconds)
            shares = (share_said(each) for each in (curve.share_by(seconds), 1 - high, 1 - low))
            rows.append(CurveRow(HORIZON_NAMES[key], *shares))
    return rows


def endings_table(board: Board) -> list[tuple[str, Sequence[str]]]:
    """Return how many have ended in each way by 1, 3, 7 and 30 days; nothing where there are too few questions."""
    if len(board.measured) < FEWEST or is_unknown(board):
        return []
    found = solutions.endings_of(board)
    names = ((HAPPENED, _("Solved")), (CLOSED, _("Closed")), (ESCALATED, _("Handed to staff")))
    shares = {
        ending: [found[ending].by(seconds) if ending in found else 0.0 for seconds in _ENDINGS_BY]
        for ending, _n in names
    }
    still_open = [1 - sum(column) for column in zip(*shares.values(), strict=True)]
    table = [(name, [share_said(each) for each in shares[ending]]) for ending, name in names]
    return [*table, (_("Still open"), [share_said(max(0.0, each)) for each in still_open])]


def spans(population: Population, today: date) -> list[tuple[Any, str]]:
    """Return the usual times up to today with the end of their addresses; the other filters stay."""
    days = ((28, _("28 days")), (90, _("90 days")), (365, _("a year")))
    return [(name, population.query(since=today - timedelta(days=count - 1), until=today)) for count, name in days]


def endings_heads() -> list[str]:
    """Return the heads of that table."""
    return [duration_said(seconds) for seconds in _ENDINGS_BY]


def top_helpers(board: Board) -> list[Helper]:
    """Return who was first most often, with how much they solved. One query."""
    answers = Counter(int(each) for each in board.sample["first_answerer_id"] if each)
    solved = Counter(int(each) for each in board.solved["solver_id"] if each)
    order = sorted(answers, key=lambda member: (-answers[member], -solved[member], member))[:_TOP]
    members = Membership.objects.of(board.population.company).in_bulk(order)
    return [Helper(members.get(member), answers[member], solved[member]) for member in order]


def left_out(board: Board) -> list[tuple[Any, int]]:
    """Return how many questions are in no figure, or not in those about solutions, and why. One query."""
    labels = dict(Clock.Exclusion.choices)
    reasons = [(labels.get(reason, reason), count) for reason, count in sorted(board.excluded.items())]
    unmeasured = len(board.sample) - len(board.measured)
    if unmeasured:
        reasons.append((_("solved at an unknown time: not in the figures about solutions"), unmeasured))
    return reasons
