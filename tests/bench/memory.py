"""How fast what happens is learned, how fast a thousand helpers are ranked, and how long all of it takes to make again."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import numpy as np
from django.db import connection

from accounts.models import Company, ConsentEntry, Membership
from accounts.purposes import Purpose, newest_wording
from community import clock
from community.demo.load import load_company
from community.events.models import Event
from community.personalization.memory.actions.learn import learn_batch
from community.personalization.memory.actions.rebuild import rebuild_memory
from community.personalization.memory.kinds import TEACHING
from community.personalization.memory.models import Helper, Lesson
from community.personalization.memory.queries.asking import asked_of
from community.personalization.memory.queries.ranking import rank
from community.questions.actions.answer import answer_question
from community.questions.actions.ask import ask_question
from community.questions.models import Question
from community.stack.processes import end, start
from tests.bench.machine import cpu_seconds

HELPERS: Final = 1000
LESSONS: Final = 2000
_SLUG: Final = "bench-memory"
_RANKED: Final = 200
_PAUSE: Final = 1.0
_ROOT = Path(__file__).resolve().parents[2]
_ANSWER = "Open the settings, choose Network, and switch roaming on. Then restart the phone."


def learning_figures(questions: int, log: Path, *, effects: int) -> dict[str, Any]:
    """Make the past of a community in which 1,000 people agreed to be asked; return seconds, rates and milliseconds.

    `rebuild` learns the whole past, `lessons` are learned in batches (A7), `rank` (A8) is ranking all helpers for one
    question with features, reasons and the questions behind them, `effect` (A6) is from what happened to when it had been
    learned by a worker of its own, one answer a second.
    """
    company = load_company(_SLUG, questions=questions, members=HELPERS, told=lambda _written: None)
    _agree(company)
    waiting = _hold_out(company)
    begun, worked = time.monotonic(), _worked()
    learned = rebuild_memory(company)
    rebuilt, rebuilding = time.monotonic() - begun, _worked() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lessons = _learn(company, waiting)
    ranked = _rank(company)
    effect = _effects(company, log, effects)
    return {
        "questions": questions,
        "learned": learned,
        "rebuild": {"seconds": rebuilt, "cpu": rebuilding, "peak": peak},
        "lessons": lessons,
        "helpers": Helper.objects.filter(company=company).count(),
        "rank": {"p50": _percentile(ranked, 50), "p95": _percentile(ranked, 95)},
        "effect": {"p50": _percentile(effect, 50), "p95": _percentile(effect, 95), "n": len(effect)},
    }


def learning_told(figures: dict[str, Any]) -> str:
    """Return in two sentences what was measured, and what the rebuild took: time, processor time and memory."""
    rebuild, learned = figures["rebuild"], figures["learned"]
    return (
        f"Learning: measured with {figures['helpers']:,} helpers who had answered. {learned:,} events are learned again in"
        f" {rebuild['seconds']:.0f} s, {1000 * rebuild['cpu'] / learned:.2f} ms of processor time each; the process held"
        f" at most {rebuild['peak']:.0f} MiB."
    )


def learning_gates(figures: dict[str, Any]) -> str:
    """Return the gates of learning as a table: what was measured, and whether it holds."""
    effect, rank_ms, lessons = figures["effect"], figures["rank"], figures["lessons"]
    rows = (
        ("A6", f"interaction to effect, ms ({effect['n']} answers)", effect["p50"], effect["p95"], "p95 ≤ 1,000",
         effect["p95"] <= 1000),
        ("A7", f"lessons a second ({lessons['cpu']:,.0f} in a second of processor time)", lessons["rate"], None,
         "≥ 1,000", lessons["rate"] >= 1000),
        ("A8", f"ranking {HELPERS:,} helpers with features and reasons, ms", rank_ms["p50"], rank_ms["p95"], "p95 ≤ 25",
         rank_ms["p95"] <= 25),
    )  # fmt: skip
    lines = ["| gate | | median | p95 | aimed at | |", "|---|---|---|---|---|---|"]
    for gate, what, middle, high, aim, holds in rows:
        figure = "" if high is None else f"{high:,.1f}"
        lines.append(f"| {gate} | {what} | {middle:,.1f} | {figure} | {aim} | {'holds' if holds else 'missed'} |")
    return "\n".join(lines)


def _agree(company: Company) -> None:
    """Let all members have agreed before anything happened."""
    first = Event.objects.filter(company=company.key).order_by("occurred_at").values_list("occurred_at", flat=True)[0]
    wording = newest_wording(Purpose.ROUTING).number
    ConsentEntry.objects.bulk_create(
        ConsentEntry(
            company=company, membership=member, purpose=Purpose.ROUTING, number=1, said="given", wording=wording,
            surface="bench", at=first - timedelta(days=1),
        )
        for member in Membership.objects.of(company)
    )  # fmt: skip


def _hold_out(company: Company) -> int:
    """Let the last events be lessons that wait; return how many."""
    events = Event.objects.filter(company=company.key).of_types(*TEACHING).order_by("-occurred_at", "-pk")
    last = sorted(events[:LESSONS], key=lambda event: (event.occurred_at, event.pk))
    Lesson.objects.bulk_create(Lesson(company=company, event=event) for event in last)
    return len(last)


def _learn(company: Company, waiting: int) -> dict[str, float]:
    """Learn all that waits; return how many lessons in a second, and in one of processor time of worker and database.

    The first batch, which reads what is known, is left out.
    """
    waiting -= learn_batch(company)
    begun, worked, learned = time.monotonic(), _worked(), 0
    while learned < waiting:
        learned += learn_batch(company)
    return {"rate": learned / (time.monotonic() - begun), "cpu": learned / (_worked() - worked)}


def _worked() -> float:
    """Return the seconds of processor time of this process and of the database's process that serves it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return time.process_time() + cpu_seconds(cursor.fetchone()[0])


def _rank(company: Company) -> list[float]:
    """Rank everybody for the last questions; return milliseconds."""
    members = list(Membership.objects.of(company).values_list("pk", flat=True))
    took = []
    for question in Question.objects.of(company).select_related("post").newest_first()[:_RANKED]:
        asked = asked_of(question)
        begun = time.monotonic()
        rank(company, asked, members)
        took.append(1000 * (time.monotonic() - begun))
    return took


def _effects(company: Company, log: Path, count: int) -> list[float]:
    """Ask and answer in real time beside a worker; return milliseconds from each answer to its effect."""
    asker, *helpers = Membership.objects.of(company).order_by("pk")[2:12]
    topic = Question.objects.of(company).select_related("topic")[0].topic
    began = clock.now()
    with _worker(log):
        for number in range(count + 1):
            question = ask_question(
                author=asker, title=f"Roaming fails in country {number}", body=_ANSWER, topic=topic, tags=(),
                submission=uuid4(),
            )  # fmt: skip
            answer_question(author=helpers[number % len(helpers)], question=question, body=_ANSWER, submission=uuid4())
            if number == 0:
                # The worker reads once what is known.
                _wait_until_learned(company)
                began = clock.now()
            time.sleep(_PAUSE)
        _wait_until_learned(company)
    lessons = Lesson.objects.of(company).learned().filter(event__occurred_at__gte=began, event__type="answer.posted")
    times = lessons.values_list("event__occurred_at", "effect_at")
    return [1000 * (effect - happened).total_seconds() for happened, effect in times if effect]


def _wait_until_learned(company: Company) -> None:
    deadline = time.monotonic() + 60
    answers = Event.objects.filter(company=company.key, type="answer.posted", source=Event.Source.LIVE)
    while Lesson.objects.of(company).filter(event__in=answers, applied_at__isnull=False).count() < answers.count():
        if time.monotonic() > deadline:
            raise SystemExit("The worker learned nothing within a minute; see its log.")
        time.sleep(0.05)


@contextmanager
def _worker(log: Path) -> Iterator[None]:
    """Run a worker as `serve` does while the block runs."""
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "community.celery", "worker", "--loglevel", "WARNING"]
    command += ["--concurrency", "2", "--prefetch-multiplier", "1", "--without-gossip", "--without-mingle"]
    with log.open("wb") as output:
        process = start(command, death_signal=signal.SIGTERM, cwd=_ROOT, environment=dict(os.environ), output=output)
        try:
            yield
        finally:
            end(process, signal.SIGTERM, seconds=15)


def _percentile(values: Sequence[float], share: int) -> float:
    return float(np.percentile(values, share))
