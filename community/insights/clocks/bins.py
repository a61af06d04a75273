"""The edges between which durations are counted in roll-ups: 96 of them, from a minute to 90 days, each 13 % later."""

from __future__ import annotations

from typing import Final

import numpy as np

SHORTEST: Final = 60.0
LONGEST: Final = 90 * 86400.0
EDGES: Final = np.geomspace(SHORTEST, LONGEST, 96)
# Bin 0 lies before the first edge, the last one after the last edge.
BINS: Final = EDGES.size + 1
