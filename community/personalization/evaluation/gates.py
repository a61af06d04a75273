"""What has to hold on a community's past before its learning is trusted: gates A4, A5, A12 and A13 of the design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from community.personalization.evaluation.feed import COMBINED, EVERYBODY, NEWCOMERS, NEWEST, PLAIN, replay_feed
from community.personalization.evaluation.history import Thread
from community.personalization.evaluation.likeness.reading import read_task
from community.personalization.evaluation.likeness.report import report_of
from community.personalization.evaluation.likeness.task import LINKS
from community.personalization.evaluation.lines import BadHistory
from community.personalization.evaluation.metrics import means
from community.personalization.evaluation.replay import ROUTER, Replayed, replay
from community.personalization.learning.counters import DAY

_DIGITS: Final = 4
# By how much, in mean reciprocal rank, weights that learn beat the shipped ones; and learning at once beats learning later.
_LEARNING_PAYS: Final = 0.01
_DAY_LATE_COSTS: Final = 0.005
_WEEK_LATE_COSTS: Final = 0.015
# By how much more often, of all choices, the chosen question is among the first ten than newest first.
_LIST_PAYS: Final = 0.05
# How many times as many of the linked questions are among the first ten than by plain full text.
_VECTORS_PAY: Final = 2.0


def learning_pays(threads: Sequence[Thread]) -> dict[str, Any]:
    """Return gate A4: the model with its weights learning, and with the shipped ones."""
    on, off = _any(replay(threads)), _any(replay(threads, learns=False))
    return _gate(
        on - off >= _LEARNING_PAYS, {"learning": on, "shipped": off, "gain": on - off, "least": _LEARNING_PAYS}
    )


def speed_pays(threads: Sequence[Thread]) -> dict[str, Any]:
    """Return gate A5: the model when everything is learned at once, a day later and a week later."""
    live, day, week = (_any(replay(threads, delay=delay)) for delay in (0.0, DAY, 7 * DAY))
    kept = live - day >= _DAY_LATE_COSTS and live - week >= _WEEK_LATE_COSTS
    facts = {"live": live, "day_late": day, "week_late": week, "day_costs": live - day, "week_costs": live - week}
    return _gate(kept, facts | {"least_day": _DAY_LATE_COSTS, "least_week": _WEEK_LATE_COSTS})


def list_pays(threads: Sequence[Thread]) -> dict[str, Any]:
    """Return gate A12: where the chosen question stood on the list for its helper, and on two simple ones."""
    chosen = replay_feed(threads)
    facts: dict[str, Any] = {}
    gains = []
    for people in (EVERYBODY, NEWCOMERS):
        rows = chosen.by_people[people]
        measured = {name: means(rows.get(name, ())) for name in (COMBINED, PLAIN, NEWEST)}
        gains.append(measured[COMBINED]["hit@10"] - measured[NEWEST]["hit@10"])
        facts[people] = {
            "measured": len(rows.get(COMBINED, ())),
            "gain": round(gains[-1], _DIGITS),
            **{name: {key: round(value, _DIGITS) for key, value in each.items()} for name, each in measured.items()},
        }
    return {"kept": min(gains) >= _LIST_PAYS, **facts, "least": _LIST_PAYS}


def vectors_pay(folder: Path) -> dict[str, Any]:
    """Return gate A13 for the links of a history: recall@10 of the product's similar questions and of full text.

    `kept` is None, with a note that says why, where it cannot be measured: when the links join none of its questions, or
    without a database.
    """
    try:
        report = report_of(read_task(folder))
    except BadHistory as error:
        return {"kept": None, "note": str(error)}
    if "note" in report:
        return {"kept": None, "note": report["note"], "measured": report["measured"]}
    measured = report.get(LINKS, {})
    ours, plain = (measured.get(name, {}).get("recall@10", 0.0) for name in ("peerdesk", "full_text"))
    return _gate(
        ours > 0 and ours >= _VECTORS_PAY * plain, {"peerdesk": ours, "full_text": plain, "least_times": _VECTORS_PAY}
    ) | {"measured": report["measured"]}


def _any(replayed: Replayed) -> float:
    return means(replayed.by_label["any"].get(ROUTER, ()))["mrr"]


def _gate(kept: bool, facts: Mapping[str, float]) -> dict[str, Any]:
    return {"kept": kept, **{name: round(value, _DIGITS) for name, value in facts.items()}}
