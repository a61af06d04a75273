"""The tiles about solutions: how long they take, who gave them, and whether they hold."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.insights.clocks.definitions import (
    ACCEPTANCE_LAG,
    CONFIRMED,
    CONFIRMED_RATE,
    ENDINGS,
    ESCALATION_RATE,
    ONE_TOUCH,
    PEER_SHARE,
    REOPEN_RATE,
    REPLIES,
    RESOLUTION,
    RESOLUTION_NET,
    RESOLUTION_RATE,
)
from community.insights.clocks.queries.sample import CLOSED, ESCALATED, HAPPENED, Floats, Sample
from community.insights.speed.board import Board
from community.insights.speed.tiles.answers import horizon_tiles
from community.insights.speed.tiles.measures import (
    DAY,
    HORIZONS,
    durations_for,
    nothing_known,
    shared,
    unknown_note,
    waited,
)
from community.insights.speed.tiles.registry import NUMBER, SHARE, TIME, Measured, Part, Rows, Tile, register
from community.statistics.competing import Incidence, aalen_johansen

GROUP: Final = "solutions"
# By when the endings are told.
ENDINGS_BY: Final = 7 * DAY
_ONE_TOUCH_DAYS: Final = 7
_REOPEN_DAYS: Final = 30


def endings_of(board: Board) -> dict[int, Incidence]:
    """Return the incidence of each way in which questions end: HAPPENED (solved), CLOSED and ESCALATED."""
    durations = durations_for(board, ENDINGS, competing=True)
    return aalen_johansen(durations.seconds, durations.endings)


def _endings(board: Board) -> Measured:
    if (silent := nothing_known(board, ENDINGS)) is not None:
        return silent
    found = endings_of(board)
    names = ((HAPPENED, _("solved")), (CLOSED, _("closed")), (ESCALATED, _("handed to staff")))
    parts = [_incidence(found.get(ending), ENDINGS_BY, name) for ending, name in names]
    note = " ".join([_("Within 7 days of asking."), unknown_note(board, ENDINGS)]).strip()
    return Measured(Rows(board.measured["pk"]), parts, note=note)


def _escalated(board: Board) -> Measured:
    durations = durations_for(board, ESCALATION_RATE, competing=True)
    found = aalen_johansen(durations.seconds, durations.endings).get(ESCALATED)
    yes = (durations.endings == ESCALATED) & (durations.seconds <= HORIZONS["24h"])
    rows = Rows(durations.clocks, counts=yes, meaning=_("Handed to staff in time"))
    return Measured(rows, [_incidence(found, HORIZONS["24h"])], note=unknown_note(board, ESCALATION_RATE))


def _incidence(found: Incidence | None, seconds: float, label: Any = "") -> Part:
    if found is None:
        return Part(label, SHARE, 0.0)
    low, high = found.interval_by(seconds)
    return Part(label, SHARE, found.by(seconds), low, high)


def _peers(board: Board) -> Measured:
    known = board.solved.where(board.solved["solver_standing"] != "")
    return shared(known, known["solver_standing"] == "peer", _("Solved by a member"))


def _settled(board: Board, days: int) -> Sample:
    """Return those solved at a known time that lies at least so many days back."""
    solved = board.measured.where(board.measured["resolved_at"] > 0)
    return solved.where(solved["resolved_at"] <= board.now.timestamp() - days * DAY)


def _reopened_within(sample: Sample, days: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    reopened: np.ndarray[Any, np.dtype[np.bool_]] = sample["reopened_at"] - sample["resolved_at"] <= days * DAY
    return reopened


def _one_touch(board: Board) -> Measured:
    settled = _settled(board, _ONE_TOUCH_DAYS)
    yes = (settled["answers_before_resolution"] == 1) & ~_reopened_within(settled, _ONE_TOUCH_DAYS)
    return shared(settled, yes, _("By one answer"), unknown_note(board, RESOLUTION))


def _reopened(board: Board) -> Measured:
    settled = _settled(board, _REOPEN_DAYS)
    note = unknown_note(board, RESOLUTION)
    if not len(settled):
        note = note or _("Nothing was solved 30 days ago or earlier: choose a longer period.")
    return shared(settled, _reopened_within(settled, _REOPEN_DAYS), _("Reopened"), note)


def _replies(board: Board) -> Measured:
    solved = board.measured.where(board.measured["resolved_at"] > 0)
    replies = solved["answers_before_resolution"] + solved["follow_ups_before_resolution"]
    part = Part(_("half"), NUMBER, float(np.median(replies)) if replies.size else None)
    return Measured(Rows(solved["pk"]), [part], note=unknown_note(board, RESOLUTION))


def _lag(board: Board) -> Measured:
    solved = board.measured.where(board.measured["resolved_at"] > 0)
    known = solved.where(solved["solution_posted_at"] > 0)
    seconds: Floats = np.maximum(0.0, known["resolved_at"] - known["solution_posted_at"])
    parts = [
        Part(label, TIME, float(np.quantile(seconds, share, method="inverted_cdf")) if seconds.size else None)
        for label, share in ((_("half"), 0.5), (_("8 in 10"), 0.8))
    ]
    return Measured(Rows(known["pk"]), parts, note=unknown_note(board, RESOLUTION))


register(
    Tile("resolution", RESOLUTION, GROUP, partial(waited, definition=RESOLUTION)),
    Tile("confirmed", CONFIRMED, GROUP, partial(waited, definition=CONFIRMED)),
    Tile("resolution_net", RESOLUTION_NET, GROUP, partial(waited, definition=RESOLUTION_NET)),
    Tile("endings", ENDINGS, GROUP, _endings),
    Tile("peer_share", PEER_SHARE, GROUP, _peers),
    Tile("one_touch", ONE_TOUCH, GROUP, _one_touch),
    Tile("replies", REPLIES, GROUP, _replies),
    Tile("acceptance_lag", ACCEPTANCE_LAG, GROUP, _lag),
    Tile("reopen_rate", REOPEN_RATE, GROUP, _reopened),
    Tile("escalation_rate", ESCALATION_RATE, GROUP, _escalated),
    *horizon_tiles("solved", "horizons", RESOLUTION_RATE, gettext_lazy("Solved within {time}")),
    *horizon_tiles("confirmed", "horizons", CONFIRMED_RATE, gettext_lazy("Solved within {time}, as the asker says")),
)
