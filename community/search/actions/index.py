"""Keeping the search index in step with what everybody may read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from accounts.models import Company
from community.locks import lock, lock_shared
from community.questions.models import Question
from community.search.actions.terms import count_terms, weigh
from community.search.highlight import without_marks
from community.search.lexemes import company_mark, configs_of
from community.text.excerpt import plain_text

# Nobody reads on that far for a snippet, and a document must stay below PostgreSQL's megabyte for a tsvector.
_PASSAGE_CHARS = 20_000
_ANSWERS_BYTES = 256_000
# What somebody asks is in the title and where the question begins; logs and settings come after.
_GIST_CHARS = 600

# Whoever indexes later reads later, so nothing old is written over something new: a question is indexed by one at a time,
# and while all of a company's questions are, none of them is by itself.
_COMPANY = "search.company"
_QUESTION = "search.question"

_FORGET_PASSAGES = """
    DELETE FROM search_searchpassage AS passage
    USING questions_post AS post, questions_post AS asked
    WHERE passage.question_id = ANY(%(ids)s) AND post.id = passage.post_id AND asked.id = passage.question_id
        AND (post.visibility <> 'visible' OR asked.visibility <> 'visible')
"""

_FORGET_DOCUMENTS = """
    DELETE FROM search_searchdocument AS document USING questions_post AS asked
    WHERE document.question_id = ANY(%(ids)s) AND asked.id = document.question_id AND asked.visibility <> 'visible'
"""

_UNREAD_POSTS = """
    SELECT post.id, thread.question_id, post.version, thread.config, post.html
    FROM (
        SELECT question.post_id AS question_id, coalesce(%(configs)s::jsonb ->> question.language, %(fallback)s) AS config
        FROM questions_question AS question JOIN questions_post AS asked ON asked.id = question.post_id
        WHERE question.post_id = ANY(%(ids)s) AND asked.visibility = 'visible'
    ) AS thread
    CROSS JOIN LATERAL (
        SELECT thread.question_id AS post_id
        UNION ALL SELECT answer.post_id FROM questions_answer AS answer WHERE answer.question_id = thread.question_id
    ) AS said
    JOIN questions_post AS post ON post.id = said.post_id AND post.visibility = 'visible'
    LEFT JOIN search_searchpassage AS passage ON passage.post_id = post.id
    WHERE %(again)s OR (passage.version, passage.config) IS DISTINCT FROM (post.version, thread.config)
"""

_STORE_PASSAGES = """
    INSERT INTO search_searchpassage (post_id, company_id, question_id, version, config, text, vector)
    SELECT post_id, %(company)s, question_id, version, config, text, to_tsvector(config::regconfig, text)
    FROM unnest(%(posts)s::bigint[], %(questions)s::bigint[], %(versions)s::int[], %(passage_configs)s::text[],
                %(texts)s::text[]) AS unread (post_id, question_id, version, config, text)
    ON CONFLICT (post_id) DO UPDATE
        SET version = excluded.version, config = excluded.config, text = excluded.text, vector = excluded.vector
"""

_STORE_DOCUMENTS = """
    INSERT INTO search_searchdocument (question_id, company_id, config, asked_at, gist, vector)
    SELECT question.post_id, question.company_id, own.config, question.asked_at,
        heading.vector || setweight(to_tsvector(own.config::regconfig, left(own.text, %(gist_chars)s)), 'C'),
        heading.vector || setweight(own.vector, 'C') || coalesce(setweight(answers.vector, 'D'), '')
    FROM questions_question AS question
    JOIN search_searchpassage AS own ON own.post_id = question.post_id
    CROSS JOIN LATERAL (
        SELECT array_to_tsvector(ARRAY[%(company_mark)s, 'config ' || own.config])
            || setweight(to_tsvector(own.config::regconfig, question.title), 'A')
            || setweight(to_tsvector(own.config::regconfig, array_to_string(question.tag_names, ' ')), 'B') AS vector
    ) AS heading
    LEFT JOIN LATERAL (
        SELECT search_join(counted.vector ORDER BY counted.post_id) AS vector
        FROM (
            SELECT post_id, vector, sum(octet_length(text)) OVER (ORDER BY post_id) AS bytes_so_far
            FROM search_searchpassage WHERE question_id = question.post_id AND post_id <> question.post_id
        ) AS counted
        WHERE counted.bytes_so_far <= %(answers_bytes)s
    ) AS answers ON true
    WHERE question.post_id = ANY(%(ids)s)
    ON CONFLICT (question_id) DO UPDATE
        SET config = excluded.config, asked_at = excluded.asked_at, gist = excluded.gist, vector = excluded.vector
"""


@transaction.atomic
def index_question(question_id: int) -> None:
    """Make the question searchable as it stands now, or unsearchable when it is hidden or gone. Repeating is free.

    Reads only those of its posts whose version has changed. Locks the question's place in the index until the
    transaction ends.
    """
    question = Question.objects.select_related("company").filter(pk=question_id).first()
    if question is None:
        return
    lock_shared(_COMPANY, question.company_id)
    lock(_QUESTION, question_id)
    _index(question.company, [question_id], again=False)
    weigh(question.company, count_terms(question.company, [question_id], again=False))


@transaction.atomic
def index_batch(company: Company, question_ids: Sequence[int]) -> None:
    """Index questions of one company in a handful of statements, their unchanged posts too; weigh_batch comes after all.

    Locks the company's whole index until the transaction ends.
    """
    lock(_COMPANY, company.pk)
    _index(company, question_ids, again=True)
    count_terms(company, question_ids, again=True)


@transaction.atomic
def weigh_batch(company: Company, question_ids: Sequence[int]) -> None:
    """Write the vectors of questions by all that is counted by now; those that were never counted are counted first.

    Locks the company's whole index until the transaction ends.
    """
    lock(_COMPANY, company.pk)
    count_terms(company, question_ids, again=False)
    weigh(company, question_ids)


def _index(company: Company, question_ids: Sequence[int], *, again: bool) -> None:
    configs = configs_of(company)
    facts: dict[str, Any] = {
        "ids": list(question_ids),
        "company": company.pk,
        "configs": json.dumps(configs),
        "fallback": configs[company.default_language],
        "again": again,
        "answers_bytes": _ANSWERS_BYTES,
        "gist_chars": _GIST_CHARS,
        "company_mark": company_mark(company),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_PASSAGES, facts)
        cursor.execute(_FORGET_DOCUMENTS, facts)
        cursor.execute(_UNREAD_POSTS, facts)
        unread = cursor.fetchall()
        if unread:
            cursor.execute(_STORE_PASSAGES, facts | _columns(unread))
        cursor.execute(_STORE_DOCUMENTS, facts)


def _columns(unread: Sequence[tuple[int, int, int, str, str]]) -> dict[str, list[int] | list[str]]:
    posts, questions, versions, configs, htmls = zip(*unread, strict=True)
    return {
        "posts": list(posts),
        "questions": list(questions),
        "versions": list(versions),
        "passage_configs": list(configs),
        "texts": [without_marks(plain_text(html))[:_PASSAGE_CHARS] for html in htmls],
    }
