"""How tiles are measured: curves and shares, with the rows they are about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.insights.clocks.definitions import (
    CONFIRMED,
    CONFIRMED_RATE,
    RESOLUTION,
    RESOLUTION_NET,
    Definition,
)
from community.insights.clocks.queries.sample import CLOSED, HAPPENED, Durations, Mask, Sample
from community.insights.speed.board import Board
from community.insights.speed.tiles.registry import SHARE, TIME, Measured, Part, Rows
from community.statistics.shares import wilson_interval

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
# After so many seconds it is said how many have happened (features.md E2).
HORIZONS: Final = {"15m": 15 * MINUTE, "1h": HOUR, "4h": 4 * HOUR, "24h": DAY, "72h": 3 * DAY}
HORIZON_NAMES: Final = {
    "15m": gettext_lazy("15 min"),
    "1h": gettext_lazy("1 h"),
    "4h": gettext_lazy("4 h"),
    "24h": gettext_lazy("24 h"),
    "72h": gettext_lazy("72 h"),
}
_BY_ASKER: Final = (CONFIRMED.id, CONFIRMED_RATE.id)


def sample_for(board: Board, definition: Definition) -> Sample:
    """Return the questions that a figure of the definition is about: those whose duration is known."""
    return board.measured if definition.event_field == RESOLUTION.event_field else board.sample


def durations_for(board: Board, definition: Definition, *, competing: bool = False) -> Durations:
    """Return how long it took in these questions. What the definition says of pauses and of who accepted holds."""
    sample = sample_for(board, definition)
    found = sample.durations(definition, board.now, net=definition.id == RESOLUTION_NET.id, competing=competing)
    if definition.id not in _BY_ASKER:
        return found
    # Accepted by somebody else: it has ended, and the asker will not say.
    endings = np.where(found.happened & (sample["basis"] != "asker"), CLOSED, found.endings)
    return Durations(found.clocks, found.seconds, endings)


def is_unknown(board: Board) -> bool:
    """Return whether questions were solved, but not one of them at a known time: then nobody can say how long it took."""
    return len(board.measured) < len(board.sample) and not bool((board.measured["resolved_at"] > 0).any())


def unknown_note(board: Board, definition: Definition) -> str:
    """Return how many solutions a figure about solutions leaves out, because their time is not known."""
    missing = len(board.sample) - len(sample_for(board, definition))
    sentence = ngettext(
        "%(count)d solution at an unknown time is left out.",
        "%(count)d solutions at unknown times are left out.",
        missing,
    )
    return sentence % {"count": missing} if missing else ""


def nothing_known(board: Board, definition: Definition) -> Measured | None:
    """Return what a figure about solutions says where no time is known: nothing, and not 0 %. None where one is."""
    if definition.event_field != RESOLUTION.event_field or not is_unknown(board):
        return None
    rows = Rows(sample_for(board, definition)["pk"])
    return Measured(rows, [Part("", SHARE, None)], note=unknown_note(board, definition))


def share_part(yes: Mask, label: Any = "") -> Part:
    """Return the share of those for whom it is true, with Wilson's interval."""
    successes, n = int(yes.sum()), int(yes.size)
    low, high = wilson_interval(successes, n)
    return Part(label, SHARE, successes / n if n else None, low, high)


def shared(sample: Sample, yes: Mask, meaning: Any, note: Any = "") -> Measured:
    """Return the share of these questions for which it is true."""
    rows = Rows(sample["pk"], counts=yes, meaning=meaning)
    return Measured(rows, [share_part(yes)], note=note)


def waited(board: Board, definition: Definition) -> Measured:
    """Return the times within which it happened to half, to 80 and to 90 of 100."""
    if (silent := nothing_known(board, definition)) is not None:
        return silent
    durations = durations_for(board, definition)
    curve = durations.curve()
    parts = [
        Part(label, TIME, curve.quantile(share), beyond=curve.last_follow_up)
        for label, share in ((_("half"), 0.5), (_("8 in 10"), 0.8), (_("9 in 10"), 0.9))
    ]
    rows = Rows(durations.clocks, counts=durations.happened, meaning=_("It happened"))
    return Measured(rows, parts, note=unknown_note(board, definition))


def in_time(board: Board, definition: Definition, seconds: float) -> Measured:
    """Return the share of the questions at least so old to which it happened within that time."""
    sample, durations = sample_for(board, definition), durations_for(board, definition)
    if (silent := nothing_known(board, definition)) is not None:
        return replace(silent, rows=Rows(sample["pk"][sample.is_mature(seconds, board.now)]))
    mature = sample.is_mature(seconds, board.now)
    yes = (durations.endings == HAPPENED) & (durations.seconds <= seconds)
    return shared(sample.where(mature), yes[mature], _("In time"))
