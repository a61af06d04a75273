"""What came of a simulation, as JSON can hold it. It follows from habits that were made up, and proves nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from community.demo.simulation.population import MINUTES_A_DAY
from community.demo.simulation.run import Run, Thread
from community.statistics.comparison import log_rank
from community.statistics.shares import gini
from community.statistics.survival import kaplan_meier

NOTE: Final = (
    "Simulated: people with habits that were made up beforehand. It shows that the parts work together, and never what "
    "routing does for real people; that is for the hold-out to show."
)
_FOLLOWED: Final = 72 * 60.0


def report(runs: dict[str, Run], *, days: int, helpers: int, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of both arms and whether their waits differ. Times are in minutes; the median may be None."""
    off, on = (_waits(runs[name].threads.values(), days) for name in ("off", "on"))
    test = log_rank(*on, *off)
    return {
        "simulated": True,
        "note": NOTE,
        **asked,
        "routing": {name: _arm(run, days, helpers) for name, run in runs.items()},
        "log_rank": {"chi_squared": round(test.chi_squared, 6), "p_value": round(test.p_value, 9)} if test else None,
    }


def _arm(run: Run, days: int, helpers: int) -> dict[str, Any]:
    threads = list(run.threads.values())
    answered = [each for each in threads if each.answered is not None]
    curve = kaplan_meier(*_waits(threads, days))
    return {
        "questions": len(threads),
        "answered": len(answered),
        "accepted": sum(each.is_accepted for each in threads),
        "first_answer_median": None if curve.median is None else round(curve.median, 3),
        "first_answer_mean_within_72_hours": round(curve.restricted_mean(_FOLLOWED), 3) if threads else None,
        "answers": sum(run.answers.values()),
        "load_gini": round(gini([run.answers[number] for number in range(helpers)]), 6),
        "newcomer_share": round(sum(each.first_was_new for each in answered) / len(answered), 6) if answered else None,
        "offers_made": run.offers,
        "offers_followed": run.followed,
    }


def _waits(threads: Collection[Thread], days: int) -> tuple[list[float], list[bool]]:
    """Return how long each question waited, to the end of the simulation where nobody answered."""
    end = float(days * MINUTES_A_DAY)
    waits = [(each.answered if each.answered is not None else end) - each.need.minute for each in threads]
    return waits, [each.answered is not None for each in threads]
