"""Page-shaped reads of reputation."""

from rewards.reputation.queries.board import PERIODS, BoardRow, board, with_waits
from rewards.reputation.queries.expertise import Expertise, expertise_of
from rewards.reputation.queries.history import Line, Summary, changes_of, lines, summary_of
from rewards.reputation.queries.standing import Standing, standing_of, standings_of

__all__ = [
    "PERIODS",
    "BoardRow",
    "Expertise",
    "Line",
    "Standing",
    "Summary",
    "board",
    "changes_of",
    "expertise_of",
    "lines",
    "standing_of",
    "standings_of",
    "summary_of",
    "with_waits",
]
