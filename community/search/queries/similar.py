"""Questions that ask the same: one look for the ask page, where a title is being typed, and for the question page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils.translation import get_language

from accounts.reader import Reader
from community.questions.models import Question
from community.search.embeddings import embedding_provider
from community.search.lexemes import company_mark, configs_of
from community.search.queries.terms import vector_in
from community.search.terms import core_of, counts_of, written
from community.text.cleaning import TextRefused, clean_text

MIN_CHARS: Final = 3
MAX_CHARS: Final = 200
# Titles have fewer words; of pasted text the longest are taken, which are seldom the common ones.
_MAX_WORDS: Final = 16
# A word is counted up to here, and finds candidates of its own only when it is rarer.
_COMMON: Final = 1000
_CANDIDATES: Final = 100
_IN_TEXT: Final = 0.4
_TITLE_PRIOR: Final = 20
_LEAST: Final = 0.2
# The nearest by vectors, and how much likeness is enough by itself: whole texts share less than a title does with one.
_NEAREST: Final = 60
_TITLE_LEAST: Final = 0.1
_QUESTION_LEAST: Final = 0.05
# How much likeness says beside the share of words. A title alone says less than a whole question. (Tried on pairs and
# links of four public communities, see docs/personalization.md; anything from half to double does nearly as well.)
_TITLE_SAYS: Final = 1.0
_QUESTION_SAYS: Final = 5.0
# Neighbours are looked for among all companies', and on until enough are this one's.
_FOR_NEIGHBOURS: Final = "SET LOCAL hnsw.ef_search = 100; SET LOCAL hnsw.iterative_scan = relaxed_order"
_CHOSEN: Final = "SELECT question_id FROM promising UNION SELECT question_id FROM nearest"
_AMONG: Final = "SELECT unnest(%(among)s::bigint[]) AS question_id"
# The vectors of what is being asked: as given, or as kept of a question.
_GIVEN: Final = {"core": "%(core)s::sparsevec", "whole": "%(whole)s::sparsevec"}
_KEPT: Final = "(SELECT {vector} FROM search_questionvector WHERE question_id = %(exclude)s)"
_STORED: Final = {"core": _KEPT.format(vector="vector"), "whole": _KEPT.format(vector="whole")}
# With a service that embeds questions: beside a question those nearest in its language are candidates too, and what they
# mean counts where both are embedded. (Not tried on any model: how alike is alike differs between them.)
_NEAREST_BY_MEANING: Final = 50
_MEANING_SAYS: Final = 3.0
_MEANING_LEAST: Final = 0.6
_NOT_EMBEDDED: Final = {"meant": "", "meaning": "0", "embedded": ""}
_EMBEDDED: Final = {
    "meant": """, own AS MATERIALIZED (
        SELECT embedding.version, embedding.vector
        FROM search_questionembedding AS embedding JOIN search_embeddingsinuse AS used USING (company_id, version)
        WHERE embedding.company_id = %(company)s AND embedding.question_id = %(exclude)s
    ), meant AS MATERIALIZED (
        SELECT other.question_id
        FROM own JOIN search_questionembedding AS other ON other.version = own.version
        JOIN questions_question AS question ON question.post_id = other.question_id
        WHERE other.company_id = %(company)s AND question.language = %(language)s
        ORDER BY other.vector <#> own.vector LIMIT %(nearest_by_meaning)s
    )""",
    "meaning": "coalesce(-(other.vector <#> own.vector), 0)",
    "embedded": """LEFT JOIN own ON true
        LEFT JOIN search_questionembedding AS other
            ON other.company_id = %(company)s AND other.question_id = document.question_id AND other.version = own.version
    """,
}
_CHOSEN_BY_MEANING: Final = f"{_CHOSEN} UNION SELECT question_id FROM meant"
# What is offered to somebody who asks: so many, out of so many, with so many solved ones after the best.
_SUGGESTED: Final = 5
_CONSIDERED: Final = 10
_SOLVED_FIRST: Final = 3
_UNFINISHED: Final = re.compile(r"\w{3,}\Z")

# Every word of the title weighs as much as it is rare. A word that a question has in its title or tags counts in full,
# one in its text less, and long titles count less because they hold any word more easily. (Tried on 500 pairs of
# questions that people had marked as duplicates: finds 36 in 100 among its first five, counting shared words 26.)
# Common words find nothing alone but count together with others, and all words of the title together find candidates
# however common each is.
_SIMILAR: Final = """
    WITH asked AS MATERIALIZED (
        SELECT config, search_term(%(company_mark)s)::tsquery && search_term('config ' || config)::tsquery AS mark
        FROM unnest(%(configs)s::text[]) AS config
    ), words AS MATERIALIZED (
        SELECT asked.config, asked.mark, is_unfinished,
            (search_term(lexeme) || CASE WHEN is_unfinished THEN ':*' ELSE '' END)::tsquery AS anywhere,
            (search_term(lexeme) || CASE WHEN is_unfinished THEN ':*AB' ELSE ':AB' END)::tsquery AS in_heading
        FROM asked CROSS JOIN LATERAL (
            SELECT lexeme, to_tsvector(config::regconfig, %(unfinished)s) @@ search_term(lexeme)::tsquery AS is_unfinished
            FROM unnest(to_tsvector(config::regconfig, %(title)s))
            ORDER BY length(lexeme) DESC, lexeme LIMIT %(max_words)s
        ) AS word
    ), found AS MATERIALIZED (
        SELECT words.config, words.anywhere, document.question_id
        FROM words CROSS JOIN LATERAL (
            SELECT question_id FROM search_searchdocument WHERE gist @@ (words.anywhere && words.mark) LIMIT %(common)s
        ) AS document
    ), sizes AS MATERIALIZED (
        SELECT asked.config, count(*) AS documents
        FROM asked CROSS JOIN LATERAL (
            SELECT FROM search_searchdocument WHERE gist @@ asked.mark LIMIT %(common)s
        ) AS document GROUP BY asked.config
    ), weighed AS MATERIALIZED (
        SELECT words.*, counted.documents, ln(1 + sizes.documents::float / greatest(counted.documents, 1)) AS weight
        FROM words JOIN sizes USING (config) CROSS JOIN LATERAL (
            SELECT count(*) AS documents FROM found WHERE found.config = words.config AND found.anywhere = words.anywhere
        ) AS counted
        WHERE counted.documents > 0 OR NOT words.is_unfinished
    ), nearest AS MATERIALIZED (
        SELECT question_id FROM search_questionvector WHERE company_id = %(company)s
        ORDER BY vector <#> {core} LIMIT %(nearest)s
    ), promising AS MATERIALIZED (
        SELECT question_id, sum(weight) AS promise
        FROM (
            SELECT found.question_id, weighed.weight
            FROM found JOIN weighed USING (config, anywhere) WHERE weighed.documents < %(common)s
            UNION ALL
            SELECT document.question_id, everything.weight
            FROM (
                SELECT string_agg(anywhere::text, ' & ')::tsquery && mark AS query, sum(weight) AS weight
                FROM weighed GROUP BY mark
            ) AS everything CROSS JOIN LATERAL (
                SELECT question_id FROM search_searchdocument WHERE gist @@ everything.query LIMIT %(common)s
            ) AS document
        ) AS shared
        GROUP BY question_id ORDER BY promise DESC, question_id DESC LIMIT %(candidates)s
    ){meant}, scored AS MATERIALIZED (
        SELECT question.post_id, question.title, question.state, question.answer_count, question.asked_at,
            question.language <> %(language)s AS is_foreign,
            coalesce(matched.weight / total.weight, 0) AS share,
            %(title_prior)s::float / (%(title_prior)s + length(ts_filter(document.gist, '{{a}}'))) AS brevity,
            coalesce(-(vector.whole <#> {whole}), 0) AS likeness, {meaning} AS meaning
        FROM ({candidates}) AS candidates
        JOIN search_searchdocument AS document USING (question_id)
        JOIN questions_question AS question ON question.post_id = candidates.question_id
        JOIN questions_post AS post ON post.id = candidates.question_id
        LEFT JOIN search_questionvector AS vector USING (question_id)
        {embedded}
        LEFT JOIN LATERAL (
            SELECT sum(weight * CASE WHEN document.gist @@ in_heading THEN 1
                WHEN document.gist @@ anywhere THEN %(in_text)s ELSE 0 END) AS weight
            FROM weighed WHERE weighed.config = document.config
        ) AS matched ON true
        LEFT JOIN (
            SELECT config, sum(weight) AS weight FROM weighed GROUP BY config
        ) AS total ON total.config = document.config
        WHERE post.visibility = 'visible' AND post.company_id = %(company)s AND candidates.question_id <> %(exclude)s
    )
    SELECT post_id, title, state, answer_count, asked_at, is_foreign FROM scored
    WHERE share >= %(least)s OR likeness >= %(least_likeness)s OR meaning >= %(least_meaning)s
    ORDER BY is_foreign,
        round((share * brevity + %(likeness_says)s * likeness + %(meaning_says)s * meaning)::numeric, 2) DESC,
        state = 'resolved' DESC, asked_at DESC, post_id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True)
class SimilarQuestion:
    """A question that may ask the same, with what helps to decide whether to open it.

    `is_foreign` says that it was asked in another language than what is compared.
    """

    pk: int
    title: str
    state: str
    answer_count: int
    asked_at: datetime
    is_foreign: bool

    @property
    def is_solved(self) -> bool:
        """Return whether an answer was accepted."""
        return self.state == Question.State.RESOLVED

    def get_absolute_url(self) -> str:
        """Return the address inside the company of the running request."""
        return Question(pk=self.pk, title=self.title).get_absolute_url()


def similar_questions(
    reader: Reader, title: str, *, language: str = "", exclude: int | None = None, limit: int = 5, typing: bool = False
) -> list[SimilarQuestion]:
    """Return the company's visible questions that are most like a title, in two queries; none under three characters.

    Those in the `language`, without it the page's, come first. While somebody is `typing`, the last word counts as the
    beginning of a word. `exclude` leaves out one question. Text that cannot be stored, and text without any word that
    tells questions apart, finds nothing and raises nothing.
    """
    try:
        words = clean_text(title, single_line=True)[:MAX_CHARS]
    except TextRefused:
        return []
    if len(words) < MIN_CHARS:
        return []
    language = language or _language(reader)
    vector = vector_in(reader.company, language, counts_of(words))
    unfinished = _UNFINISHED.search(words) if typing else None
    asked: dict[str, Any] = {
        "core": written(core_of(vector)),
        "whole": written(vector),
        "title": words,
        "unfinished": unfinished[0] if unfinished else "",
        "language": language,
    }
    asked |= {"likeness_says": _TITLE_SAYS, "least_likeness": _TITLE_LEAST, "exclude": exclude or 0, "limit": limit}
    return _found(reader, _GIVEN, asked)


def suggested_questions(reader: Reader, title: str, *, typing: bool = False) -> list[SimilarQuestion]:
    """Return what to offer somebody who is asking, at most five, in two queries.

    The one most like the title stands first. Up to three solved ones come next, of those in their language among the ten
    most like it: an answer that was accepted is worth more to them than a little more likeness.
    """
    found = similar_questions(reader, title, limit=_CONSIDERED, typing=typing)
    best, others = found[:1], found[1:]
    solved = [each for each in others if each.is_solved and not each.is_foreign][:_SOLVED_FIRST]
    rest = [each for each in others if each not in solved]
    return [*best, *solved, *rest][:_SUGGESTED]


def questions_like(
    reader: Reader, question: Question, *, limit: int = 5, among: Sequence[int] | None = None
) -> list[SimilarQuestion]:
    """Return the company's other visible questions that are most like one of them, in one query, by all it says.

    `among` orders these questions instead, however little they are alike. With a service that embeds questions, what they
    mean counts too, where the question itself and the other are embedded.
    """
    asked: dict[str, Any] = {"title": question.title[:MAX_CHARS], "unfinished": "", "language": question.language}
    asked |= {
        "likeness_says": _QUESTION_SAYS,
        "least_likeness": _QUESTION_LEAST,
        "exclude": question.pk,
        "limit": limit,
    }
    provider = embedding_provider()
    parts = _STORED | (_EMBEDDED if provider else {})
    if among is not None:
        return _found(reader, parts, asked | {"among": list(among), "least": -1}, candidates=_AMONG)
    return _found(reader, parts, asked, candidates=_CHOSEN_BY_MEANING if provider else _CHOSEN)


def _language(reader: Reader) -> str:
    """Return the page's language where the company speaks it, else the company's main one."""
    page = (get_language() or "").split("-")[0]
    return page if page in reader.company.languages else reader.company.default_language


def _found(
    reader: Reader, parts: Mapping[str, str], asked: dict[str, Any], *, candidates: str = _CHOSEN
) -> list[SimilarQuestion]:
    facts: dict[str, Any] = {
        "company": reader.company.pk,
        "company_mark": company_mark(reader.company),
        "configs": sorted(set(configs_of(reader.company).values())),
        "max_words": _MAX_WORDS,
        "common": _COMMON,
        "candidates": _CANDIDATES,
        "nearest": _NEAREST,
        "in_text": _IN_TEXT,
        "title_prior": _TITLE_PRIOR,
        "least": _LEAST,
        "nearest_by_meaning": _NEAREST_BY_MEANING,
        "meaning_says": _MEANING_SAYS,
        "least_meaning": _MEANING_LEAST,
    }
    query = _SIMILAR.format(**{"candidates": candidates, **_NOT_EMBEDDED, **parts})
    with connection.cursor() as cursor:
        # Sent together: setting takes longer on the way than to do. It holds for this transaction, or these statements.
        cursor.execute(f"{_FOR_NEIGHBOURS}; {query}", facts | asked)
        while cursor.nextset():
            pass
        return [SimilarQuestion(*row) for row in cursor.fetchall()]
