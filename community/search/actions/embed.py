"""Having questions embedded by a service, and changing from one version of embeddings to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from accounts.models import Company
from community.search.embeddings import BATCH, EmbeddingFailed, EmbeddingProvider, ServiceAway, text_of
from community.search.terms import BODY_CHARS

# A question, the version of its post, its title, its tags and where its text begins.
_Unread = tuple[int, int, str, list[str], str]

_BEYOND: Final = 2**63 - 1
# So many texts of a company may be refused before the rest waits for the next run: perhaps all would be.
_MOST_REFUSED: Final = 5
# A new version is read once it covers so much.
_ENOUGH: Final = 0.9

# What everybody may read, in the languages that the service knows, with what is kept of this version.
_KNOWN: Final = """
    FROM questions_question AS question
    JOIN questions_post AS asked ON asked.id = question.post_id AND asked.visibility = 'visible'
    JOIN search_searchpassage AS own ON own.post_id = question.post_id
    LEFT JOIN search_questionembedding AS kept ON kept.company_id = %(company)s AND kept.version = %(version)s
        AND kept.question_id = question.post_id
    WHERE question.company_id = %(company)s
        AND (cardinality(%(languages)s::text[]) = 0 OR question.language = ANY(%(languages)s))
"""

_UNREAD: Final = f"""
    SELECT question.post_id, own.version, question.title, question.tag_names, left(own.text, %(chars)s) {_KNOWN}
        AND kept.read IS DISTINCT FROM own.version AND question.post_id < %(below)s
    ORDER BY question.post_id DESC LIMIT %(most)s
"""

# Whoever hides a question meanwhile waits for this to be done and then forgets the vector, or is waited for.
_STORE: Final = """
    INSERT INTO search_questionembedding (company_id, question_id, version, read, vector)
    SELECT %(company)s, id, %(version)s, embedded.read, embedded.vector::halfvec
    FROM unnest(%(ids)s::bigint[], %(reads)s::int[], %(vectors)s::text[]) AS embedded (id, read, vector)
    JOIN search_searchpassage AS own ON own.post_id = id AND own.company_id = %(company)s
    FOR KEY SHARE OF own
    ON CONFLICT (company_id, version, question_id) DO UPDATE SET read = excluded.read, vector = excluded.vector
"""

_SETTLE: Final = f"""
    WITH counted AS MATERIALIZED (
        SELECT count(*) AS questions, count(kept.id) AS embedded {_KNOWN}
    ), changed AS (
        INSERT INTO search_embeddingsinuse (company_id, version)
        SELECT %(company)s, %(version)s FROM counted WHERE embedded > 0 AND embedded >= %(enough)s * questions
        ON CONFLICT (company_id) DO UPDATE SET version = excluded.version
            WHERE search_embeddingsinuse.version <> excluded.version
    )
    DELETE FROM search_questionembedding AS old USING counted
    WHERE old.company_id = %(company)s AND old.version <> %(version)s AND embedded > 0 AND embedded = questions
"""


def embed_questions(company: Company, provider: EmbeddingProvider, *, batches: int) -> list[EmbeddingFailed]:
    """Send what is new or changed of the company's public questions, the newest first, and keep the vectors.

    A text that the service refuses is left out; when it is away, the rest too. Returns what failed. From nine in ten
    questions on pages read the provider's version, and when none is missing, older versions are deleted.
    """
    failures: list[EmbeddingFailed] = []
    facts: dict[str, Any] = {
        "company": company.pk,
        "version": provider.version,
        "languages": list(provider.languages),
        "chars": BODY_CHARS,
        "below": _BEYOND,
        "most": BATCH,
    }
    for _batch in range(batches):
        unread = _unread(facts)
        if not unread:
            break
        failures += _embed(company, provider, unread)
        if len(failures) >= _MOST_REFUSED or any(isinstance(failure, ServiceAway) for failure in failures):
            break
        facts["below"] = unread[-1][0]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, facts | {"enough": _ENOUGH})
    return failures


def _embed(company: Company, provider: EmbeddingProvider, unread: Sequence[_Unread]) -> list[EmbeddingFailed]:
    """Embed questions; those of which one is refused are sent in halves, so that no other waits because of it."""
    failures: list[EmbeddingFailed] = []
    waiting = [unread]
    while waiting and len(failures) < _MOST_REFUSED:
        part = waiting.pop()
        try:
            _store(company, provider, part)
        except ServiceAway as failure:
            return [*failures, failure]
        except EmbeddingFailed as failure:
            if len(part) == 1:
                failures.append(failure)
            else:
                # The newer half is the next: what is refused for ever is never in front of what is new.
                waiting += [part[len(part) // 2 :], part[: len(part) // 2]]
    return failures


def _store(company: Company, provider: EmbeddingProvider, unread: Sequence[_Unread]) -> None:
    vectors = provider.encode([text_of(title, tags, text) for _pk, _version, title, tags, text in unread])
    facts: dict[str, Any] = {
        "company": company.pk,
        "version": provider.version,
        "ids": [row[0] for row in unread],
        "reads": [row[1] for row in unread],
        "vectors": ["[" + ",".join(f"{number:.6g}" for number in vector) + "]" for vector in vectors],
    }
    with connection.cursor() as cursor:
        cursor.execute(_STORE, facts)


def _unread(facts: dict[str, Any]) -> list[_Unread]:
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, facts)
        return list(cursor.fetchall())
