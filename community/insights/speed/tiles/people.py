"""The tiles about those who help."""

from __future__ import annotations

from typing import Final

import numpy as np
from django.utils.translation import gettext as _

from community.insights.clocks.definitions import (
    ACTIVATION,
    ACTIVE_HELPERS,
    BUS_FACTOR,
    CONCENTRATION,
    CORE_HELPERS,
    RETENTION,
    WHO_ANSWERS,
)
from community.insights.speed.board import Board
from community.insights.speed.queries.helping import CORE_ANSWERS
from community.insights.speed.tiles.measures import DAY, share_part
from community.insights.speed.tiles.registry import (
    COUNT,
    MEMBERS,
    NUMBER,
    SHARE,
    TIME,
    Measured,
    Part,
    Rows,
    Tile,
    register,
)
from community.statistics.resilience import bus_factor
from community.statistics.shares import gini, herfindahl, top_share
from community.statistics.survival import kaplan_meier

GROUP: Final = "people"
_ACTIVATION_DAYS: Final = 14
_MOST_TRIED: Final = 20
_STAYING: Final = (90, 180)


def _who(board: Board) -> Measured:
    answered = board.sample.where(board.sample["first_answerer_standing"] != "")
    standing = answered["first_answerer_standing"]
    names = (("peer", _("members")), ("staff", _("staff")), ("service", _("services")))
    parts = [share_part(standing == key, name) for key, name in names]
    return Measured(Rows(answered["pk"], counts=standing == "peer", meaning=_("First answered by a member")), parts)


def _concentration(board: Board) -> Measured:
    solved = board.solved.where(board.solved["solver_id"] > 0)
    _members, counts = np.unique(solved["solver_id"], return_counts=True)
    amounts = [int(each) for each in counts]
    parts = [
        Part(_("Gini"), NUMBER, gini(amounts)),
        Part(_("top 1 % of helpers"), SHARE, top_share(amounts, 0.01)),
        Part(_("top 10 % of helpers"), SHARE, top_share(amounts, 0.1)),
        Part(_("Herfindahl index"), NUMBER, herfindahl(amounts)),
    ]
    note = _("Over %(count)d helpers with a solution; zeros are not included.") % {"count": len(amounts)}
    return Measured(Rows(solved["pk"]), parts, note=note)


def _bus_factor(board: Board) -> Measured:
    rows = Rows(board.sample["pk"])
    if not len(board.sample):
        return Measured(rows, [])
    found = bus_factor(board.answering, _MOST_TRIED)
    part = Part("", COUNT, found, beyond=_MOST_TRIED if found is None else None)
    note = "" if found else _("Not even so many would be missed, or there are not so many.")
    return Measured(rows, [part], note=note)


def _active(board: Board) -> Measured:
    members = board.helpers.member[board.helpers.in_28 > 0]
    return Measured(Rows(members, MEMBERS), [Part("", COUNT, members.size)], fewest=0)


def _core(board: Board) -> Measured:
    members = board.helpers.member[board.helpers.in_30 >= CORE_ANSWERS]
    return Measured(Rows(members, MEMBERS), [Part("", COUNT, members.size)], fewest=0)


def _activation(board: Board) -> Measured:
    found, begins = board.helpers, board.population.bounds[0].timestamp()
    is_new = (found.first >= begins) & (found.first <= found.now - _ACTIVATION_DAYS * DAY)
    yes = (found.second - found.first <= _ACTIVATION_DAYS * DAY)[is_new]
    rows = Rows(found.member[is_new], MEMBERS, counts=yes, meaning=_("Answered again within 14 days"))
    return Measured(rows, [share_part(yes)])


def _retention(board: Board) -> Measured:
    stayed, left = board.helpers.stayed
    curve = kaplan_meier(stayed, left)
    parts = [Part(_("half have left after"), TIME, curve.median, beyond=curve.last_follow_up)]
    for days in _STAYING:
        if curve.last_follow_up >= days * DAY:
            low, high = curve.interval_at(days * DAY)
            label = _("still here after %(days)d days") % {"days": days}
            parts.append(Part(label, SHARE, curve.survival_at(days * DAY), low, high))
    return Measured(Rows(board.helpers.member, MEMBERS, counts=left, meaning=_("Has left")), parts)


register(
    Tile("who_answers", WHO_ANSWERS, GROUP, _who),
    Tile("concentration", CONCENTRATION, GROUP, _concentration),
    Tile("bus_factor", BUS_FACTOR, GROUP, _bus_factor),
    Tile("active_helpers", ACTIVE_HELPERS, GROUP, _active),
    Tile("core_helpers", CORE_HELPERS, GROUP, _core),
    Tile("activation", ACTIVATION, GROUP, _activation),
    Tile("retention", RETENTION, GROUP, _retention),
)
