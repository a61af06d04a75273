"""Keeping the second engine in step: the terms of questions, how many hold each, and vectors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection, transaction

from accounts.models import Company
from community.locks import lock
from community.search.queries.terms import counts_in
from community.search.terms import BODY_CHARS, EVERY_TEXT, Counts, core_of, counts_of, vector_of, written

_FORGET_VECTORS: Final = """
    WITH hidden AS (
        SELECT id FROM questions_post WHERE id = ANY(%(ids)s) AND visibility <> 'visible'
    ), embedded AS (
        DELETE FROM search_questionembedding AS embedding USING hidden WHERE embedding.question_id = hidden.id
    )
    DELETE FROM search_questionvector AS vector USING hidden WHERE vector.question_id = hidden.id
"""

# What was counted before, and what is there to be counted now: nothing of a hidden question, nothing twice.
_UNCOUNTED: Final = """
    SELECT ids.id, own.question_id IS NOT NULL, question.language, own.version, question.title, question.tag_names,
        left(own.text, %(chars)s), counted.language, counted.terms
    FROM unnest(%(ids)s::bigint[]) AS ids (id)
    LEFT JOIN questions_question AS question ON question.post_id = ids.id
    LEFT JOIN search_searchpassage AS own ON own.post_id = ids.id
    LEFT JOIN search_questionterms AS counted ON counted.question_id = ids.id
    WHERE %(again)s OR (counted.version, counted.language) IS DISTINCT FROM (own.version, question.language)
        OR (own.question_id IS NULL AND counted.question_id IS NOT NULL)
    ORDER BY ids.id
"""

_FORGET_TERMS: Final = "DELETE FROM search_questionterms WHERE question_id = ANY(%(gone)s)"

_STORE_TERMS: Final = """
    INSERT INTO search_questionterms (question_id, company_id, language, version, terms)
    VALUES (%(question)s, %(company)s, %(language)s, %(version)s, %(terms)s)
    ON CONFLICT (question_id) DO UPDATE
        SET language = excluded.language, version = excluded.version, terms = excluded.terms
"""

_STORE_CHANGES: Final = """
    INSERT INTO search_termcount (company_id, language, term, questions)
    SELECT %(company)s, language, term, questions
    FROM unnest(%(languages)s::text[], %(terms)s::int[], %(changes)s::int[]) AS changed (language, term, questions)
"""

_TEXTS: Final = """
    SELECT question.post_id, question.language, question.title, question.tag_names, left(own.text, %(chars)s)
    FROM questions_question AS question JOIN search_searchpassage AS own ON own.post_id = question.post_id
    WHERE question.post_id = ANY(%(ids)s)
"""

_STORE_VECTORS: Final = """
    INSERT INTO search_questionvector (question_id, company_id, language, texts, vector, whole)
    SELECT id, %(company)s, %(language)s, %(texts)s, vector::sparsevec, whole::sparsevec
    FROM unnest(%(ids)s::bigint[], %(cores)s::text[], %(wholes)s::text[]) AS weighed (id, vector, whole)
    ON CONFLICT (question_id) DO UPDATE
        SET language = excluded.language, texts = excluded.texts, vector = excluded.vector, whole = excluded.whole
        WHERE search_questionvector.whole <> excluded.whole OR search_questionvector.texts <> excluded.texts
"""

# Rows that are being added meanwhile are not seen, and stay.
_ADD_UP: Final = """
    WITH many AS (
        SELECT language, term, sum(questions) AS questions FROM search_termcount WHERE company_id = %(company)s
        GROUP BY language, term HAVING count(*) > 1 OR sum(questions) = 0
    ), taken AS (
        DELETE FROM search_termcount AS kept USING many
        WHERE kept.company_id = %(company)s AND kept.language = many.language AND kept.term = many.term
    )
    INSERT INTO search_termcount (company_id, language, term, questions)
    SELECT %(company)s, language, term, questions FROM many WHERE questions <> 0
"""


def count_terms(company: Company, question_ids: Sequence[int], *, again: bool) -> list[int]:
    """Count the terms of questions whose words have changed, all of them if `again`, and forget those of hidden ones.

    Returns which are to be weighed. Writes rows of changes only, so that nobody waits; belongs into the transaction that
    holds the questions' place in the index.
    """
    facts: dict[str, Any] = {"ids": list(question_ids), "again": again, "chars": BODY_CHARS}
    changes: Counter[tuple[str, int]] = Counter()
    stored, gone = [], []
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_VECTORS, facts)
        cursor.execute(_UNCOUNTED, facts)
        for pk, is_there, language, version, title, tags, text, old_language, old_terms in cursor.fetchall():
            changes.subtract((old_language, term) for term in _with_every(old_terms))
            if not is_there:
                gone.append(pk)
                continue
            terms = sorted(counts_of(title, text, tags))
            changes.update((language, term) for term in _with_every(terms))
            row = {"question": pk, "company": company.pk, "language": language, "version": version, "terms": terms}
            stored.append(row)
        if gone:
            cursor.execute(_FORGET_TERMS, {"gone": gone})
        if stored:
            cursor.executemany(_STORE_TERMS, stored)
        _store_changes(cursor, company, changes)
    return [row["question"] for row in stored]


def weigh(company: Company, question_ids: Sequence[int]) -> None:
    """Write the vectors of questions by how many hold each term now. Repeating changes nothing as long as none does."""
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, {"ids": list(question_ids), "chars": BODY_CHARS})
        by_language: dict[str, dict[int, Counts]] = defaultdict(dict)
        for pk, language, title, tags, text in cursor.fetchall():
            by_language[language][pk] = counts_of(title, text, tags)
        for language, counted in by_language.items():
            texts, with_term = counts_in(company, language, {term for counts in counted.values() for term in counts})
            wholes = [vector_of(counts, texts, with_term) for counts in counted.values()]
            facts: dict[str, Any] = {"company": company.pk, "language": language, "texts": texts, "ids": list(counted)}
            facts |= {
                "cores": [written(core_of(each)) for each in wholes],
                "wholes": [written(each) for each in wholes],
            }
            cursor.execute(_STORE_VECTORS, facts)


@transaction.atomic
def add_up(company: Company) -> None:
    """Make one row of the rows that count the same term. What is counted meanwhile waits for nothing and is kept."""
    lock("search.counts", company.pk)
    with connection.cursor() as cursor:
        cursor.execute(_ADD_UP, {"company": company.pk})


def _with_every(terms: Sequence[int] | None) -> list[int]:
    return [] if terms is None else [EVERY_TEXT, *terms]


def _store_changes(cursor: Any, company: Company, changes: Counter[tuple[str, int]]) -> None:
    rows = [(language, term, change) for (language, term), change in changes.items() if change]
    if rows:
        languages, terms, numbers = (list(column) for column in zip(*rows, strict=True))
        facts = {"company": company.pk, "languages": languages, "terms": terms, "changes": numbers}
        cursor.execute(_STORE_CHANGES, facts)
