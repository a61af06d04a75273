"""Full text search over the questions that everybody in a company may read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled

from accounts.reader import Reader
from community.questions.models import Question, Topic
from community.questions.queries import for_list
from community.search.highlight import END, START, highlighted
from community.search.lexemes import company_mark, configs_of
from community.text.cleaning import TextRefused, clean_text

MAX_CHARS: Final = 200
PER_PAGE: Final = 20
# Ranking reads the whole document of every candidate: that many, the newest, whatever the number of matches.
MAX_CANDIDATES: Final = 1000
# The planner does not know what reading a document costs, and would read all of them for a very common word.
_FOR_THIS_SEARCH: Final = "SET LOCAL statement_timeout = 2000; SET LOCAL enable_seqscan = off"

# The words of a filter in the address, as conditions on a question.
STATES: Final = {
    "solved": "question.state = 'resolved'",
    "unsolved": "question.state NOT IN ('resolved', 'closed')",
    "unanswered": "question.needs_answer",
    "mine": "EXISTS (SELECT FROM questions_post WHERE id = question.post_id AND author_id = %(member)s)",
}
_OF_TOPIC: Final = """question.topic_id IN (
    SELECT topic.id FROM questions_topic AS topic LEFT JOIN questions_topic AS parent ON parent.id = topic.parent_id
    WHERE topic.company_id = %(company)s AND %(topic)s IN (topic.slug, parent.slug))"""
_OF_LANGUAGE: Final = "question.language = %(language)s"

# `matching` reads no vector: kept apart, so that the planner cannot begin with a filter and then read every document.
# Filters come before the cap, or a filter on a common word would find nothing. Visibility comes after it, because the
# index holds what is visible, except for moments: in these, a question with a post that was just hidden is not found at
# all, since the post's words are still among its own. Nor is a snippet cut from a text that was edited since.
_SEARCH: Final = """
    WITH asked AS MATERIALIZED (
        SELECT config, websearch_to_tsquery(config::regconfig, %(text)s) AS all_words, any_word.query AS any_word,
            numnode(search_query(config, %(text)s)) > 0 AS is_understood
        FROM unnest(%(configs)s::text[]) AS config CROSS JOIN LATERAL (
            SELECT string_agg(search_term(lexeme), ' | ')::tsquery AS query
            FROM unnest(to_tsvector(config::regconfig, %(text)s))
        ) AS any_word
    ), matching AS {kept} (
        SELECT question_id, asked_at FROM search_searchdocument
        WHERE vector @@ (search_term(%(company_mark)s)::tsquery && ({any_config}))
            AND EXISTS (SELECT FROM asked WHERE is_understood)
    ), newest AS MATERIALIZED (
        SELECT matching.question_id FROM matching {filters}
        ORDER BY matching.asked_at DESC, matching.question_id DESC LIMIT %(max_candidates)s
    ), ranked AS MATERIALIZED (
        SELECT question.post_id AS question_id, question.title, question.asked_at, document.config, asked.any_word,
            ts_rank_cd('{{0.1, 0.3, 0.5, 1}}', document.vector, asked.all_words, 16)
                * CASE WHEN question.state = 'resolved' THEN 1.2 WHEN question.answer_count > 0 THEN 1.1 ELSE 1 END AS score
        FROM newest
        JOIN questions_post AS post ON post.id = newest.question_id
        JOIN questions_question AS question ON question.post_id = newest.question_id
        JOIN search_searchdocument AS document ON document.question_id = newest.question_id
        JOIN asked ON asked.config = document.config
        WHERE post.visibility = 'visible' AND post.company_id = %(company)s AND newest.question_id NOT IN (
            SELECT passage.question_id
            FROM questions_post AS hidden JOIN search_searchpassage AS passage ON passage.post_id = hidden.id
            WHERE hidden.company_id = %(company)s AND hidden.visibility <> 'visible'
        )
    ), page AS MATERIALIZED (
        SELECT * FROM ranked ORDER BY score DESC, asked_at DESC, question_id DESC LIMIT %(limit)s OFFSET %(offset)s
    )
    SELECT (SELECT count(*) FROM ranked), (SELECT bool_or(is_understood) FROM asked), {topics},
        page.question_id,
        ts_headline(page.config::regconfig, page.title, page.any_word, %(whole)s),
        ts_headline(page.config::regconfig, left(passage.text, %(headline_chars)s), page.any_word, %(fragments)s)
    FROM (SELECT) AS always LEFT JOIN page ON true LEFT JOIN LATERAL (
        SELECT passage.text
        FROM search_searchpassage AS passage JOIN questions_post AS post ON post.id = passage.post_id
        WHERE passage.question_id = page.question_id AND post.visibility = 'visible' AND post.version = passage.version
        ORDER BY ts_rank_cd(passage.vector, page.any_word, 1) DESC, passage.post_id LIMIT 1
    ) AS passage ON true
    ORDER BY page.score DESC, page.asked_at DESC, page.question_id DESC
"""
_TOPICS: Final = """(
    SELECT json_agg(json_build_array(id, slug, name) ORDER BY position, name)
    FROM questions_topic WHERE company_id = %(company)s AND NOT is_archived)"""

_HEADLINE_CHARS: Final = 5000
_MARKS: Final = f'StartSel="{START}", StopSel="{END}"'
_WHOLE: Final = f"{_MARKS}, HighlightAll=true"
_FRAGMENTS: Final = f'{_MARKS}, MaxFragments=2, MinWords=10, MaxWords=22, FragmentDelimiter=" … "'


@dataclass(frozen=True)
class SearchHit:
    """A question with what was found in it, as HTML: its title, and its best passage of the question or an answer."""

    question: Question
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class SearchPage:
    """One page of results. `total` ends at MAX_CANDIDATES; `notice` says why nothing was searched, or is empty."""

    text: str
    hits: list[SearchHit] = field(default_factory=list)
    total: int = 0
    topics: list[Topic] = field(default_factory=list)
    notice: str = ""

    @property
    def is_capped(self) -> bool:
        """Return whether there may be more matches than were looked at."""
        return self.total >= MAX_CANDIDATES


def search_questions(
    reader: Reader,
    text: str,
    *,
    state: str = "",
    topic: str = "",
    language: str = "",
    limit: int = PER_PAGE,
    offset: int = 0,
) -> SearchPage:
    """Return a page of the company's visible questions that hold all the words, best first, in two queries.

    Understands "quoted phrases", OR and -word, and stems in each of the company's languages. `state` is a key of STATES
    or empty, `topic` a topic's short name (its sub-topics count), `language` a language code. Raises nothing for what
    somebody typed: the page's notice says in a sentence what is wrong, also when the search took over two seconds.
    """
    try:
        words = clean_text(text, single_line=True)
    except TextRefused:
        return SearchPage(
            "", notice=_("Your search holds a character that cannot be searched for. Please type it again.")
        )
    if not words:
        return SearchPage("")
    if len(words) > MAX_CHARS:
        return SearchPage(words[:MAX_CHARS], notice=_("Use at most %(count)d characters.") % {"count": MAX_CHARS})
    filters = [STATES[state]] if state in STATES else []
    filters += [_OF_TOPIC] if topic else []
    filters += [_OF_LANGUAGE] if language else []
    facts = {"text": words, "topic": topic, "language": language, "limit": limit, "offset": offset}
    try:
        rows = _rows(reader, filters, facts)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        return SearchPage(
            words, notice=_("This search took too long. Add a word that says more precisely what you mean.")
        )
    return _page(reader, words, rows)


def _rows(reader: Reader, filters: list[str], facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    configs = sorted(set(configs_of(reader.company).values()))
    facts |= {
        "company": reader.company.pk,
        "company_mark": company_mark(reader.company),
        "member": reader.member_id,
        "configs": configs,
        "max_candidates": MAX_CANDIDATES,
        "headline_chars": _HEADLINE_CHARS,
        "whole": _WHOLE,
        "fragments": _FRAGMENTS,
    }
    facts |= {f"config_{number}": config for number, config in enumerate(configs)}
    joined = "JOIN questions_question AS question ON question.post_id = matching.question_id WHERE "
    statement = _SEARCH.format(
        any_config=" || ".join(f"search_query(%(config_{number})s, %(text)s)" for number in range(len(configs))),
        kept="MATERIALIZED" if filters else "NOT MATERIALIZED",
        filters=joined + " AND ".join(filters) if filters else "",
        topics=_TOPICS,
    )
    with transaction.atomic(), connection.cursor() as cursor:
        # Sent together: each of these takes longer on the way than to run.
        cursor.execute(f"{_FOR_THIS_SEARCH}; {statement}", facts)
        while cursor.nextset():
            pass
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _page(reader: Reader, words: str, rows: list[tuple[Any, ...]]) -> SearchPage:
    total, understood, topic_facts = rows[0][:3]
    topics = [Topic(pk=pk, slug=slug, name=name, company=reader.company) for pk, slug, name in topic_facts or ()]
    if not understood:
        sentence = _(
            "These words are too common, or only say what you do not want. Add a word that you are looking for."
        )
        return SearchPage(words, topics=topics, notice=sentence)
    found = {row[3]: (row[4], row[5]) for row in rows if row[3] is not None}
    # Asked once more whether the reader may see them: of what was hidden meanwhile nothing is shown.
    questions = for_list(reader).in_bulk(list(found)) if found else {}
    hits = [
        SearchHit(questions[pk], highlighted(title), highlighted(snippet or ""))
        for pk, (title, snippet) in found.items()
        if pk in questions
    ]
    return SearchPage(words, hits=hits, total=total, topics=topics)
