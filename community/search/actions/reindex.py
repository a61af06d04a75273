"""Indexing many questions of a company: after an import, a seed, or a change of its languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import connection

from accounts.models import Company
from community.questions.models import Question
from community.search.actions.index import index_batch, weigh_batch
from community.search.actions.terms import add_up
from community.search.lexemes import configs_of
from community.search.queries.terms import unweighed

_BATCH = 500

# Entries that wait would slow down every search, and the planner must know which words are common.
_SETTLE = """
    SELECT gin_clean_pending_list('document_vector'), gin_clean_pending_list('document_gist');
    ANALYZE search_searchdocument, search_searchpassage, search_termcount, search_questionvector
"""

_OUTDATED = """
    SELECT question.post_id
    FROM questions_question AS question JOIN search_searchdocument AS document ON document.question_id = question.post_id
    WHERE question.company_id = %(company)s
        AND document.config <> coalesce(%(configs)s::jsonb ->> question.language, %(fallback)s)
    ORDER BY question.post_id DESC LIMIT %(batch)s
"""


def reindex(company: Company, *, progress: Callable[[int], None] | None = None) -> int:
    """Index all questions of the company anew and return how many there are, hidden ones included.

    Works in batches with a transaction each: memory stays flat, searching goes on, what is new waits for one batch at
    most, and it may be stopped and repeated.
    `progress` is called after every batch with the number done so far.
    """
    done, last = 0, 0
    ids = Question.objects.of(company).order_by("pk").values_list("pk", flat=True)
    while batch := list(ids.filter(pk__gt=last)[:_BATCH]):
        index_batch(company, batch)
        done, last = done + len(batch), batch[-1]
        if progress is not None:
            progress(done)
    add_up(company)
    last = 0
    while batch := list(ids.filter(pk__gt=last)[:_BATCH]):
        weigh_batch(company, batch)
        last = batch[-1]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE)
    return done


def reindex_outdated(company: Company) -> bool:
    """Index a batch of the questions whose words the index keeps by the rules of a language that no longer hold.

    The newest come first. Returns whether there may be more; call it again then, now or later.
    """
    configs = configs_of(company)
    facts: dict[str, Any] = {
        "company": company.pk,
        "configs": json.dumps(configs),
        "fallback": configs[company.default_language],
        "batch": _BATCH,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OUTDATED, facts)
        outdated = [pk for (pk,) in cursor.fetchall()]
    if outdated:
        index_batch(company, outdated)
    return len(outdated) == _BATCH


def settle_terms(company: Company) -> bool:
    """Add up what was counted, and weigh a batch of the questions whose vectors are missing or have aged.

    Returns whether there may be more; call it again then, now or later.
    """
    add_up(company)
    aged = unweighed(company, most=_BATCH)
    if aged:
        weigh_batch(company, aged)
    return len(aged) == _BATCH
