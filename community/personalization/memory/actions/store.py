"""Writing what changed in a memory, so that it can be read back to the bit.

Questions travel as bytes: how everybody stood is large. The rows of each other table are one JSON text: its numbers are
read as they were written, and there is little to do for each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from django.db import connection

from community import clock
from community.personalization.learning.learner import Standing
from community.personalization.memory.folding import Changes, Memory, NewQuestion, packed
from community.personalization.memory.models import Learned, LearnedQuestion, Lesson
from community.personalization.memory.wire import copy_rows, execute_binary

_QUESTIONS: Final = """
    COPY memory_learnedquestion
        (company_id, question_id, position, number, moment, language, topic, words, weights, standing)
    FROM STDIN (FORMAT BINARY)
"""
_QUESTION_TYPES: Final = ("int8", "int8", "int8", "int8", "float8", "varchar", "varchar", "text", "bytea", "bytea")
_STANDINGS: Final = """
    UPDATE memory_learnedquestion AS known SET standing = told.standing
    FROM unnest(%b::bigint[], %b::bytea[]) AS told(question, standing) WHERE known.question_id = told.question
"""
_ANSWERS: Final = """
    INSERT INTO memory_learnedanswer (company_id, member_id, question_id, position, moment)
    SELECT %s, told.member, known.id, told.position, told.moment
    FROM json_to_recordset(%s::json) AS told(question bigint, member bigint, position bigint, moment float8)
        JOIN memory_learnedquestion AS known ON known.question_id = told.question
"""
_ACCEPTED: Final = """
    UPDATE memory_learnedanswer AS answer SET accepted = told.position
    FROM json_to_recordset(%s::json) AS told(question bigint, member bigint, position bigint)
        JOIN memory_learnedquestion AS known ON known.question_id = told.question
    WHERE answer.question_id = known.id AND answer.member_id = told.member
"""
_HELPERS: Final = """
    INSERT INTO memory_helper (company_id, version, member_id, position, last_answer, hours, moment)
    SELECT %s, %s, member, position, last_answer, hours, moment
    FROM json_to_recordset(%s::json) AS told(member bigint, position bigint, last_answer float8, hours float8[],
        moment float8)
    ON CONFLICT (member_id) DO UPDATE SET version = excluded.version, last_answer = excluded.last_answer,
        hours = excluded.hours, moment = excluded.moment
"""
_COUNTS: Final = """
    INSERT INTO memory_count (company_id, version, member_id, about, key, "values", moment)
    SELECT %s, %s, member, about, key, told."values", moment
    FROM json_to_recordset(%s::json) AS told(member bigint, about text, key text, "values" float8[], moment float8)
    ON CONFLICT (company_id, member_id, about, key) DO UPDATE SET version = excluded.version, "values" = excluded."values",
        moment = excluded.moment
"""
_LESSONS: Final = """
    UPDATE memory_lesson AS lesson SET position = told.position, skipped = told.skipped, applied_at = told.applied_at,
        effect_at = CASE WHEN told.position IS NOT NULL THEN %s END
    FROM json_to_recordset(%s::json) AS told(id bigint, position bigint, skipped text, applied_at timestamptz)
    WHERE lesson.id = told.id
"""


def store_changes(memory: Memory, company_id: int, *, standings: bool = True) -> None:
    """Write all rows that changed, at the memory's position, in the caller's transaction; then nothing has changed.

    With `standings` how everybody stood at the new questions is written as far as it teaches: see store_standings.
    """
    changes, memory.changes = memory.changes, Changes()
    if changes.questions:
        known = memory.learner.standings if standings else {}
        rows = (_question(new, company_id, known.get(new.asked.question)) for new in changes.questions)
        copy_rows(_QUESTIONS, _QUESTION_TYPES, rows)
    answers = [
        {"question": question, "member": member, "position": position, "moment": moment}
        for question, member, position, moment in changes.answers
    ]
    _write(_ANSWERS, (company_id,), answers)
    accepted = [
        {"question": question, "member": member, "position": position}
        for question, member, position in changes.accepted
    ]
    _write(_ACCEPTED, (), accepted)
    _write(_HELPERS, (company_id, memory.position), _helpers(memory, changes))
    _write(_COUNTS, (company_id, memory.position), _counts(memory, changes))
    learner = memory.learner
    values = {
        "position": memory.position,
        "asked": learner.count,
        "labelled": memory.labelled,
        "weights": learner.model.weights.tolist(),
        "squares": learner.model.squares.tolist(),
        "leads": learner.gate.leads,
        "begun": learner.state.profiles.begun,
        "learned_at": clock.now(),
        "era": memory.era,
    }
    Learned.objects.update_or_create(company_id=company_id, defaults=values)


def store_standings(memory: Memory) -> None:
    """Write how everybody stood at all questions of the memory that teach, where it was left out before."""
    known = memory.learner.standings
    questions = list(known)
    # Of a thousand helpers one takes 80 KB.
    for start in range(0, len(questions), 50):
        some = questions[start : start + 50]
        execute_binary(_STANDINGS, [some, [packed(known[question][1]) for question in some]])


def drop_standings(memory: Memory, company_id: int) -> None:
    """Delete how everybody stood at the questions that teach no more."""
    past = LearnedQuestion.objects.filter(
        company=company_id, number__lt=memory.learner.teaches_from, standing__isnull=False
    )
    past.update(standing=None)


def store_lessons(lessons: Sequence[Lesson]) -> None:
    """Write what became of the lessons; those that were learned have their effect now."""
    rows = [
        {
            "id": lesson.pk,
            "position": lesson.position,
            "skipped": str(lesson.skipped),
            "applied_at": lesson.applied_at and lesson.applied_at.isoformat(),
        }
        for lesson in lessons
    ]
    _write(_LESSONS, (clock.now(),), rows)


def _write(statement: str, values: tuple[Any, ...], rows: list[dict[str, Any]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [*values, json.dumps(rows)])


def _question(new: NewQuestion, company_id: int, standing: tuple[int, Standing] | None) -> tuple[Any, ...]:
    asked = new.asked
    return (
        company_id,
        asked.question,
        new.position,
        new.number,
        asked.moment,
        asked.language,
        asked.topic,
        " ".join(new.words),
        np.array(new.weights).tobytes(),
        standing and packed(standing[1]),
    )


def _helpers(memory: Memory, changes: Changes) -> list[dict[str, Any]]:
    state, rows = memory.learner.state, []
    for member in changes.helpers:
        person = state.people[str(member)]
        hours, moment = state.hours.kept(person)
        last = float(state.last_answer[person])
        row = {
            "member": member,
            "position": memory.begun[member],
            "last_answer": last,
            "hours": hours,
            "moment": moment,
        }
        rows.append(row)
    return rows


def _counts(memory: Memory, changes: Changes) -> list[dict[str, Any]]:
    state, rows = memory.learner.state, []
    for member, about, key in changes.counts:
        kept = [counter.kept(state.people[str(member)]) for counter in state.counters_of(about, key)]
        values, moment = [value for value, _moment in kept], kept[0][1]
        rows.append({"member": member, "about": str(about), "key": key, "values": values, "moment": moment})
    return rows
