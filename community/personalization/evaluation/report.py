"""What a replay says, as numbers to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from community.personalization.evaluation.history import Thread
from community.personalization.evaluation.metrics import means, paired_bootstrap
from community.personalization.evaluation.replay import GATED, LABELS, ROUTER, Replayed, replay

_DIGITS: Final = 4


def report_of(threads: Sequence[Thread], *, delay: float, sample: float) -> dict[str, Any]:
    """Replay the threads and return, by label, the measures of the model without its gate and of every simple way.

    Beside them stand the gated policy, how far the model leads the best simple way with a paired 95 % interval, how many
    questions were measured, and how often the gate chose which. A label that nobody has, such as acceptances in a history
    without any, is empty.
    """
    replayed = replay(threads, delay=delay, sample=sample)
    return {
        **{label: _measures(replayed, label, without=GATED) for label in LABELS},
        "gated": {label: _measures(replayed, label).get(GATED, {}) for label in LABELS},
        "lead": {label: _lead(replayed, label) for label in LABELS},
        "measured": {label: len(replayed.by_label[label].get(ROUTER, ())) for label in LABELS},
        "served": dict(sorted(replayed.served.items())),
        "questions": len(threads),
        "answers": sum(len(thread.answers) for thread in threads),
        "delay_seconds": delay,
        "sample": sample,
    }


def _measures(replayed: Replayed, label: str, *, without: str = "") -> dict[str, dict[str, float]]:
    return {
        name: {measure: round(value, _DIGITS) for measure, value in means(rows).items()}
        for name, rows in replayed.by_label[label].items()
        if name != without
    }


def _lead(replayed: Replayed, label: str) -> dict[str, Any]:
    """Return the model's lead over the simple way that turned out best, in mean reciprocal rank."""
    ranks = {name: [row[0] for row in rows] for name, rows in replayed.by_label[label].items() if name != GATED}
    router = ranks.pop(ROUTER, [])
    if not router:
        return {}
    best = max(sorted(ranks), key=lambda name: sum(ranks[name]))
    low, high = paired_bootstrap(router, ranks[best])
    return {
        "over": best,
        "mrr": round((sum(router) - sum(ranks[best])) / len(router), _DIGITS),
        "ci95": [round(low, _DIGITS), round(high, _DIGITS)],
    }
