"""The tiles about what was promised."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.insights.clocks.definitions import CALIBRATION, PROMISE_KEPT
from community.insights.expectation.queries.calibration import FEWEST as FEWEST_FORECASTS
from community.insights.promise.models import Outcome
from community.insights.promise.models.promise import Clause
from community.insights.speed.board import Board
from community.insights.speed.tiles.measures import share_part, shared
from community.insights.speed.tiles.registry import Measured, Rows, Tile, register

GROUP: Final = "promises"


def _kept(board: Board, clause: str) -> Measured:
    """Return the share kept. Those still open, and those that do not count, are said beside it."""
    states = board.outcomes.get(clause, {})
    state = np.array([states.get(int(question), "") for question in board.sample["question_id"]], dtype=np.str_)
    settled = np.isin(state, [Outcome.State.KEPT, Outcome.State.BROKEN])
    waiting = int((state == Outcome.State.OPEN).sum())
    note = _("%(count)d more are open and may still be kept.") % {"count": waiting} if waiting else ""
    if not states:
        note = _("Nothing was promised for these questions.")
    return shared(board.sample.where(settled), state[settled] == Outcome.State.KEPT, _("Kept"), note)


def _calibration(board: Board) -> Measured:
    yes = np.array(list(board.forecasts.values()), dtype=np.bool_)
    rows = Rows(np.array(list(board.forecasts), dtype=np.int64), counts=yes, meaning=_("Answered by then"))
    return Measured(rows, [share_part(yes)], fewest=FEWEST_FORECASTS)


register(
    Tile(
        "promise_answer",
        PROMISE_KEPT,
        GROUP,
        partial(_kept, clause=Clause.FIRST_ANSWER.value),
        gettext_lazy("Promise kept: first answer"),
    ),
    Tile(
        "promise_solution",
        PROMISE_KEPT,
        GROUP,
        partial(_kept, clause=Clause.RESOLUTION.value),
        gettext_lazy("Promise kept: solution"),
    ),
    Tile("calibration", CALIBRATION, GROUP, _calibration),
)
