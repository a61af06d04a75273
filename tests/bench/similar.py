"""How long it takes to find questions that ask the same, in a community of many."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from django.db import connection

from accounts.models import Company
from accounts.reader import Reader
from community.questions.models import Question
from community.search.queries.similar import questions_like, suggested_questions

QUESTIONS: Final = 50_000
_ASKED: Final = 200
_SEED: Final = 1
_AIM: Final = 80.0


def similar_figures(company: Company) -> dict[str, Any]:
    """Ask for what is like 200 drawn questions; return milliseconds while each title is typed and beside each question."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    questions = list(Question.objects.of(company).select_related("post").order_by("pk"))
    asked = random.Random(_SEED).sample(questions, min(_ASKED, len(questions)))
    reader = Reader(company, None)
    return {
        "questions": len(questions),
        "typing": _took(asked, lambda question: suggested_questions(reader, question.title, typing=True)),
        "beside": _took(asked, lambda question: questions_like(reader, question)),
    }


def similar_gates(figures: dict[str, Any]) -> str:
    """Return the time of gate A13 as a table: what was measured, and whether it holds."""
    lines = ["| gate | | median | p95 | aimed at | |", "|---|---|---|---|---|---|"]
    for name, where in (("typing", "while a title is typed"), ("beside", "beside a question")):
        middle, high = figures[name]["p50"], figures[name]["p95"]
        verdict = "holds" if high <= _AIM else "missed"
        what = f"similar among {figures['questions']:,}, {where}, ms"
        lines.append(f"| A13 | {what} | {middle:,.1f} | {high:,.1f} | p95 ≤ {_AIM:.0f} | {verdict} |")
    return "\n".join(lines)


def _took(asked: list[Question], find: Callable[[Question], object]) -> dict[str, float]:
    took: list[float] = []
    # Once to warm the caches, as in a community that is in use.
    for _round in range(2):
        took.clear()
        for question in asked:
            begun = time.perf_counter()
            find(question)
            took.append(1000 * (time.perf_counter() - begun))
    return {"p50": float(np.percentile(took, 50)), "p95": float(np.percentile(took, 95))}
