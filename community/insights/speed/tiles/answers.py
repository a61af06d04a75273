"""The tiles about waiting for an answer."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.insights.clocks.definitions import (
    ANSWER_RATE,
    FIRST_ANSWER,
    FIRST_RESPONSE,
    QUESTIONS,
    RESPONSE_RATE,
    RESTRICTED_MEAN,
    Definition,
)
from community.insights.speed.board import Board
from community.insights.speed.tiles.measures import HORIZON_NAMES, HORIZONS, durations_for, in_time, waited
from community.insights.speed.tiles.registry import COUNT, TIME, Measured, Part, Rows, Tile, register

GROUP: Final = "answers"
_LONGEST: Final = HORIZONS["72h"]


def horizon_tiles(prefix: str, group: str, definition: Definition, name: Any) -> list[Tile]:
    """Return a tile for each horizon: answered_15m and so on. `name` holds {time}."""
    return [
        Tile(
            f"{prefix}_{key}",
            definition,
            group,
            partial(in_time, definition=definition, seconds=seconds),
            format_lazy(name, time=HORIZON_NAMES[key]),
        )
        for key, seconds in HORIZONS.items()
    ]


def _asked(board: Board) -> Measured:
    return Measured(Rows(board.sample["pk"]), [Part("", COUNT, len(board.sample))], fewest=0)


def _restricted_mean(board: Board) -> Measured:
    durations = durations_for(board, FIRST_ANSWER)
    curve = durations.curve()
    # Nobody was watched for so long: the curve beyond would be made up.
    is_known = curve.last_follow_up >= _LONGEST
    part = Part("", TIME, curve.restricted_mean(_LONGEST) if is_known else None)
    note = "" if is_known else _("No question has been watched for 72 hours.")
    return Measured(Rows(durations.clocks, counts=durations.happened, meaning=_("It happened")), [part], note=note)


register(
    Tile("questions", QUESTIONS, GROUP, _asked),
    Tile("first_answer", FIRST_ANSWER, GROUP, partial(waited, definition=FIRST_ANSWER)),
    Tile("first_response", FIRST_RESPONSE, GROUP, partial(waited, definition=FIRST_RESPONSE)),
    Tile("restricted_mean", RESTRICTED_MEAN, GROUP, _restricted_mean),
    *horizon_tiles("responded", "horizons", RESPONSE_RATE, gettext_lazy("A response within {time}")),
    *horizon_tiles("answered", "horizons", ANSWER_RATE, gettext_lazy("Answered within {time}")),
)
