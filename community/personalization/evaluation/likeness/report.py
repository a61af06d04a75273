"""What a comparison of engines says, as numbers to be printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.db import DatabaseError

from community.personalization.evaluation.likeness.exact import by_chance, by_vectors, by_words
from community.personalization.evaluation.likeness.served import by_the_product
from community.personalization.evaluation.likeness.task import Found, Task, sampled
from community.stack.refusal import StackRefused

CUTOFFS: Final = (1, 5, 10, 50)
_DIGITS: Final = 4
# Larger files take hours, and a part says as much.
MOST_TEXTS: Final = 20_000
MOST_WANTED: Final = 1_000


def report_of(task: Task, *, texts: int = MOST_TEXTS, wanted: int = MOST_WANTED) -> dict[str, Any]:
    """Return, under the task's kind, recall@1, 5, 10, 50, MRR and MAP of the product's engines and of simple ones.

    Without a database with its tables the product's own are left out, and a note says so. Of more than so many texts, or
    wanted, a part is measured that is spread evenly, and a note says of how many.
    """
    whole, task = task, sampled(task, texts=texts, wanted=wanted)
    found, note = _found(task)
    if task is not whole:
        part = f"A part was measured, of {len(whole.texts)} texts and {len(whole.wanted)} that should find others."
        note = f"{part} {note}".strip()
    measured = {name: _measures(task, each) for name, each in found.items()}
    report: dict[str, Any] = {
        task.kind: measured,
        "texts": len(task.texts),
        "measured": len(task.wanted),
        "unused": task.unused,
    }
    return report | ({"note": note} if note else {})


def _found(task: Task) -> tuple[dict[str, Found], str]:
    exact: dict[str, Found] = {"vectors": by_vectors(task), "word_tfidf": by_words(task), "random": by_chance(task)}
    try:
        return by_the_product(task) | exact, ""
    except (DatabaseError, StackRefused) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "no answer"
        return exact, f"The database could not be used, so the product's own queries were not measured: {reason}"


def _measures(task: Task, found: Found) -> dict[str, float]:
    rows = [_of_one(each, wanted.relevant) for each, wanted in zip(found, task.wanted, strict=True)]
    names = (*(f"recall@{k}" for k in CUTOFFS), "mrr", "map")
    return {
        name: round(sum(column) / len(rows), _DIGITS)
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    }


def _of_one(found: Sequence[int], relevant: Collection[int]) -> tuple[float, ...]:
    """Return recall at each cutoff, the reciprocal rank of the first that is right, and the average precision."""
    ranks = [rank for rank, number in enumerate(found, start=1) if number in relevant]
    recalls = (sum(rank <= k for rank in ranks) / len(relevant) for k in CUTOFFS)
    precision = sum(place / rank for place, rank in enumerate(ranks, start=1)) / len(relevant)
    return (*recalls, 1.0 / ranks[0] if ranks else 0.0, precision)
