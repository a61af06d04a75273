"""How many of a company's questions hold a term."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db import connection

from accounts.models import Company
from community.search.terms import EVERY_TEXT, Counts, vector_of

_COUNTS: Final = """
    SELECT term, sum(questions) FROM search_termcount
    WHERE company_id = %(company)s AND language = %(language)s AND term = ANY(%(terms)s)
    GROUP BY term
"""

# Vectors age while a community is young: weights were others when it had half as many questions. What has none yet was
# there before the second engine was.
_UNWEIGHED: Final = """
    SELECT document.question_id
    FROM search_searchdocument AS document
    JOIN questions_question AS question ON question.post_id = document.question_id
    LEFT JOIN search_questionvector AS vector ON vector.question_id = document.question_id
    LEFT JOIN (
        SELECT language, sum(questions) AS texts FROM search_termcount
        WHERE company_id = %(company)s AND term = %(every)s GROUP BY language
    ) AS now ON now.language = question.language
    WHERE document.company_id = %(company)s AND (vector.question_id IS NULL OR 2 * vector.texts <= now.texts)
    ORDER BY document.question_id DESC LIMIT %(most)s
"""


def counts_in(company: Company, language: str, terms: Collection[int]) -> tuple[int, dict[int, int]]:
    """Return how many questions there are in a language, and how many of them hold each of the terms. One query."""
    facts: dict[str, Any] = {"company": company.pk, "language": language, "terms": [EVERY_TEXT, *terms]}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, facts)
        found = {term: max(int(questions), 0) for term, questions in cursor.fetchall()}
    return found.pop(EVERY_TEXT, 0), found


def vector_in(company: Company, language: str, counts: Counts) -> dict[int, float]:
    """Return the vector of what somebody wrote among the company's questions in a language. One query."""
    return vector_of(counts, *counts_in(company, language, counts))


def unweighed(company: Company, *, most: int) -> list[int]:
    """Return questions without a vector, or weighed when their language had at most half as many questions as now."""
    with connection.cursor() as cursor:
        cursor.execute(_UNWEIGHED, {"company": company.pk, "every": EVERY_TEXT, "most": most})
        return [pk for (pk,) in cursor.fetchall()]
