"""How fast resolution speed is kept up to date in a large community, and how long all of it takes to make again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from accounts.models import Company
from community import clock
from community.events.models import Event
from community.events.record import PastEvent, record_past
from community.insights.clocks.actions.follow import follow_question
from community.insights.clocks.actions.roll_up import roll_up_marked
from community.insights.clocks.models import Clock, DayToRollUp
from community.questions.actions.topics import create_topics
from community.questions.events import AnswerPosted

NEW_EVENTS = 1000
SLUG = "bench-clocks"
# Beyond every question of the database: clocks and events need no rows of the questions themselves.
_FIRST = 1_000_000_000
_YEARS = timedelta(days=3 * 365)
_ROOT = Path(__file__).resolve().parents[2]

# Nine in ten are answered after one minute to six days, three in ten twice, a half is solved within six days more.
_EVENTS = """
    INSERT INTO events_event
        (company, stream, stream_seq, type, actor, payload, source, time_quality, occurred_at, recorded_at)
    WITH asked AS (
        SELECT %(first)s + i AS question, %(begin)s + i * (%(length)s::interval / %(n)s) AS at, i,
            60 * exp(random() * 9) * interval '1 second' AS wait, 60 * exp(random() * 9) * interval '1 second' AS proof
        FROM generate_series(0::bigint, %(n)s - 1) AS i
    ), told AS (
        SELECT question, 1 AS seq, 'question.asked' AS type, '1' AS actor, at,
            jsonb_build_object('topic', %(topic)s + i %% 5, 'language', 'en', 'channel', 'forum') AS facts FROM asked
        UNION ALL
        SELECT question, 2, 'answer.posted', '2', at + wait, jsonb_build_object(
            'answer', question * 10, 'purpose', 'attempt', 'substantive', true, 'by_asker', false, 'standing', 'peer')
        FROM asked WHERE i %% 10 < 9
        UNION ALL
        SELECT question, 3, 'question.state_changed', '2', at + wait, '{"before": "new", "after": "answered"}'::jsonb
        FROM asked WHERE i %% 10 < 9
        UNION ALL
        SELECT question, 4, 'answer.posted', '3', at + wait * 1.5, jsonb_build_object(
            'answer', question * 10 + 1, 'purpose', 'attempt', 'substantive', true, 'by_asker', false, 'standing', 'staff')
        FROM asked WHERE i %% 10 < 3
        UNION ALL
        SELECT question, 5, 'answer.accepted', '1', at + wait + proof, jsonb_build_object(
            'answer', question * 10, 'answer_author', 2, 'basis', 'asker', 'episode', 1)
        FROM asked WHERE i %% 10 < 5
        UNION ALL
        SELECT question, 6, 'question.state_changed', '1', at + wait + proof,
            '{"before": "answered", "after": "resolved"}'::jsonb
        FROM asked WHERE i %% 10 < 5
    )
    SELECT %(company)s, 'question:' || question, seq, type, actor, facts || jsonb_build_object('question', question),
        'live', 'exact', at, at
    FROM told ORDER BY at
"""


def clock_figures(questions: int) -> dict[str, Any]:
    """Make the past of a community with so many questions, and return seconds and MiB.

    `rebuild` is the command that makes all clocks and cohorts anew, with the most memory that its process ever held;
    `following` is what a worker does with 1,000 new events, `roll_up` the next roll-up after them.
    """
    company, events = _community(questions)
    begun = time.monotonic()
    peak = _run("rebuild_insights", "--company", SLUG)
    rebuilt = time.monotonic() - begun
    happened = _answer_open_questions(company)
    begun = time.monotonic()
    for event in happened:
        follow_question(event=event)
    following = time.monotonic() - begun
    days = DayToRollUp.objects.filter(company=company).count()
    begun = time.monotonic()
    while roll_up_marked(company):
        pass
    return {
        "questions": questions,
        "events": events,
        "rebuild": rebuilt,
        "peak": peak,
        "following": following,
        "days": days,
        "roll_up": time.monotonic() - begun,
    }


def told(figures: dict[str, Any]) -> str:
    """Return the figures in two sentences."""
    return (
        f"Clocks: {NEW_EVENTS} new events among {figures['questions']:,} questions are followed in"
        f" {figures['following']:.1f} s and rolled up in {figures['roll_up']:.2f} s ({figures['days']} days). All of it is"
        f" made again from {figures['events']:,} events in {figures['rebuild']:.0f} s with {figures['peak']:.0f} MiB."
    )


def _community(questions: int) -> tuple[Company, int]:
    company = Company.objects.create(slug=SLUG, name="Bench", languages=["en"])
    topics = create_topics(company=company, names=["One", "Two", "Three", "Four", "Five"])
    with connection.cursor() as cursor:
        cursor.execute(
            _EVENTS,
            {
                "first": _FIRST,
                "n": questions,
                "begin": clock.now() - _YEARS,
                "length": _YEARS,
                "topic": topics[0].pk,
                "company": company.key,
            },
        )
        events = cursor.rowcount
        cursor.execute("ANALYZE events_event")
    return company, events


@transaction.atomic
def _answer_open_questions(company: Company) -> list[Event]:
    """Record an answer to each of the newest questions that wait for one."""
    waiting = Clock.objects.of(company).unanswered().order_by("-asked_at").values_list("question_id", flat=True)
    past = [
        PastEvent(
            happened=AnswerPosted(
                company=company.key,
                actor="4",
                question=question,
                answer=question * 10 + 2,
                purpose="attempt",
                substantive=True,
                by_asker=False,
            ),
            occurred_at=clock.now(),
        )
        for question in waiting[:NEW_EVENTS]
    ]
    # The numbers of the streams were not counted while the past was made.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_stream (company, name, last_seq) SELECT %s, unnest(%s::text[]), 10",
            [company.key, [item.happened.stream for item in past]],
        )
    record_past(past, source=Event.Source.IMPORT)
    return list(Event.objects.filter(company=company.key, actor="4"))


def _run(*command: str) -> float:
    """Run a command of manage.py; return the most memory that its process held, in MiB."""
    process = subprocess.Popen([sys.executable, str(_ROOT / "manage.py"), *command], stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed.")
    return usage.ru_maxrss / 1024
