"""The survival curve of durations that were counted in bins: the life table, and what can be read between its edges.

Bin 0 lies before the first edge, bin i between edge i-1 (included) and edge i, the last one after the last edge.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from community.statistics.survival import Curve

Floats = NDArray[np.float64]


def life_table(edges: ArrayLike, happened: ArrayLike, censored: ArrayLike) -> Curve:
    """Return the curve at the edges; at each of them stands what happened before it.

    S(e_i) = product over bins b <= i of (1 - d_b / (r_b - c_b / 2)): who leaves a bin without the event was at risk for
    half of it (the actuarial estimate). It lies between the curves that take them as leaving first and last, as Kaplan
    and Meier's does, and equals that where nobody left before. Greenwood's variance is taken with the same numbers.
    """
    ends = np.asarray(edges, dtype=np.float64)
    events, left = np.asarray(happened, dtype=np.float64), np.asarray(censored, dtype=np.float64)
    n = float(events.sum() + left.sum())
    gone = np.concatenate(([0.0], np.cumsum(events + left)))
    at_risk = n - gone[:-1] - left / 2.0
    share = np.divide(events, at_risk, out=np.zeros_like(events), where=at_risk > 0.0)
    staying = at_risk - events
    terms = np.divide(events, at_risk * staying, out=np.zeros_like(events), where=staying > 0.0)
    survival: Floats = np.cumprod(1.0 - share, dtype=np.float64)
    watched = np.flatnonzero(events + left)
    return Curve(
        times=ends,
        survival=survival[:-1],
        variance=(survival**2 * np.cumsum(terms))[:-1],
        at_risk=np.rint(n - gone[:-2]).astype(np.int64),
        events=events[:-1].astype(np.int64),
        n=int(n),
        last_follow_up=float(ends[min(int(watched[-1]), ends.size - 1)]) if watched.size else 0.0,
    )


def quantile_between(curve: Curve, share: float) -> float | None:
    """Return the time by which it has happened for this share, on a straight line between the edges around it.

    None when that is not reached at the last edge.
    """
    target = 1.0 - share
    reached = np.flatnonzero(curve.survival <= target + 1e-12)
    if not reached.size:
        return None
    index = int(reached[0])
    earlier = (float(curve.times[index - 1]), float(curve.survival[index - 1])) if index else (0.0, 1.0)
    (begin, before), after = earlier, float(curve.survival[index])
    part = (before - target) / (before - after) if before > after else 1.0
    return begin + part * (float(curve.times[index]) - begin)


def share_between(curve: Curve, t: float) -> float:
    """Return the share for whom it has happened by t, on a straight line between the edges around it."""
    times, survival = np.concatenate(([0.0], curve.times)), np.concatenate(([1.0], curve.survival))
    return 1.0 - float(np.interp(t, times, survival))
