"""What the product itself finds: the texts as questions in tables that exist only meanwhile, asked by its own queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils.html import escape

from accounts.models import Company
from accounts.reader import Reader
from community.personalization.evaluation.likeness.task import CANDIDATES, DEPTH, LINKS, Found, Task, Text, Wanted
from community.questions.models import Post, Question
from community.search.actions.index import index_batch, weigh_batch
from community.search.lexemes import config_of
from community.search.models import (
    EmbeddingsInUse,
    QuestionEmbedding,
    QuestionTerms,
    QuestionVector,
    SearchDocument,
    SearchPassage,
    TermCount,
)
from community.search.queries.similar import questions_like, similar_questions
from community.search.queries.terms import unweighed

_TABLES: Final = (
    Post, Question, SearchPassage, SearchDocument, QuestionTerms, TermCount, QuestionVector, QuestionEmbedding,
    EmbeddingsInUse,
)  # fmt: skip
_BATCH: Final = 500
# What was never asked has no time; any will do, as long as it has one.
_SOME_DAY: Final = 0.0
# Nor is a question kept without a title. This one has no word in it.
_NO_TITLE: Final = "–"

# Plain full text, as PostgreSQL offers it: any word of the title, the best by how many and how close together.
_ANY_WORD: Final = """
    WITH asked AS (
        SELECT string_agg(search_term(lexeme), ' | ')::tsquery AS words
        FROM unnest(to_tsvector(%(config)s::regconfig, %(title)s))
    )
    SELECT question_id FROM search_searchdocument JOIN asked ON vector @@ words
    WHERE question_id <> %(exclude)s ORDER BY ts_rank_cd(vector, words) DESC, question_id LIMIT %(limit)s
"""
_AMONG_ANY_WORD: Final = """
    WITH asked AS (
        SELECT string_agg(search_term(lexeme), ' | ')::tsquery AS words
        FROM unnest(to_tsvector(%(config)s::regconfig, %(title)s))
    )
    SELECT question_id FROM search_searchdocument LEFT JOIN asked ON vector @@ words
    WHERE question_id = ANY(%(among)s) ORDER BY ts_rank_cd(vector, words) DESC NULLS LAST, question_id
"""


def by_the_product(task: Task) -> dict[str, Found]:
    """Return what is found by the product beside a question and while its title is typed, and by plain full text.

    Real tables are neither read nor written: temporary ones stand in front of them until all is done. They have no index
    of neighbours, whose making takes long: every vector is looked at. With candidates nothing is typed.
    """
    with _tables():
        return _Served(task).run()


@contextmanager
def _tables() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        for model in _TABLES:
            name = model._meta.db_table
            cursor.execute(f"CREATE TEMPORARY TABLE {name} (LIKE public.{name} INCLUDING ALL) ON COMMIT DROP")
        cursor.execute("DROP INDEX pg_temp.search_questionvector_vector_idx")
        yield
        transaction.set_rollback(True)


class _Served:
    """A company of the texts only. The question of a text has its number plus one."""

    def __init__(self, task: Task) -> None:
        self._task = task
        languages = list(dict.fromkeys(text.language for text in task.texts))
        self._company = Company(pk=0, languages=languages, default_language=languages[0])
        self._reader = Reader(self._company)
        self._known = self._settled = 0

    def run(self) -> dict[str, Found]:
        """Ask for everything that is wanted, with links each when it was asked."""
        engines: dict[str, Callable[[Wanted], list[int]]] = {
            "peerdesk": self._beside_question,
            "peerdesk_typing": self._while_typing,
            "full_text": self._full_text,
        }
        if self._task.kind == CANDIDATES:
            # It cannot be asked about some questions only, and what it finds among all is another thing.
            del engines["peerdesk_typing"]
        found: dict[str, list[list[int]]] = {name: [] for name in engines}
        for wanted in self._task.wanted:
            self._ask(wanted.text + 1 if self._task.kind == LINKS else len(self._task.texts))
            for name, engine in engines.items():
                found[name].append([pk - 1 for pk in engine(wanted)])
        return dict(found)

    def _ask(self, until: int) -> None:
        """Ask all questions up to a number, and index them."""
        while self._known < until:
            texts = self._task.texts[self._known : min(until, self._known + _BATCH)]
            ids = range(self._known + 1, self._known + 1 + len(texts))
            self._store(ids, texts)
            index_batch(self._company, ids)
            weigh_batch(self._company, ids)
            self._known += len(texts)
            if self._known >= 2 * self._settled:
                self._settle()

    def _settle(self) -> None:
        """Do what the product does by itself as a community grows."""
        while aged := unweighed(self._company, most=_BATCH):
            weigh_batch(self._company, aged)
        self._settled = self._known
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in _TABLES)}")

    def _store(self, ids: Sequence[int], texts: Sequence[Text]) -> None:
        posts, questions = [], []
        for pk, text in zip(ids, texts, strict=True):
            moment = datetime.fromtimestamp(_SOME_DAY if text.moment is None else text.moment, UTC)
            html = f"<p>{escape(text.body)}</p>"
            posts.append(
                Post(
                    pk=pk, company_id=0, kind=Post.Kind.QUESTION, author_id=0, markdown="", html=html, render_version=1
                )
            )
            questions.append(
                Question(
                    post_id=pk,
                    company_id=0,
                    title=text.title or _NO_TITLE,
                    topic_id=0,
                    language=text.language,
                    asked_at=moment,
                )
            )
        Post.objects.bulk_create(posts)
        Question.objects.bulk_create(questions)

    def _beside_question(self, wanted: Wanted) -> list[int]:
        text, pk = self._task.texts[wanted.text], wanted.text + 1
        question = Question(post_id=pk, company_id=0, title=text.title, language=text.language)
        among = None if wanted.among is None else [number + 1 for number in wanted.among]
        return [each.pk for each in questions_like(self._reader, question, limit=DEPTH, among=among)]

    def _while_typing(self, wanted: Wanted) -> list[int]:
        text = self._task.texts[wanted.text]
        found = similar_questions(
            self._reader, text.title, language=text.language, exclude=wanted.text + 1, limit=DEPTH, typing=True
        )
        return [each.pk for each in found]

    def _full_text(self, wanted: Wanted) -> list[int]:
        text = self._task.texts[wanted.text]
        facts: dict[str, Any] = {
            "config": config_of(text.language),
            "title": text.title,
            "exclude": wanted.text + 1,
            "limit": DEPTH,
        }
        with connection.cursor() as cursor:
            if wanted.among is None:
                cursor.execute(_ANY_WORD, facts)
            else:
                cursor.execute(_AMONG_ANY_WORD, facts | {"among": [number + 1 for number in wanted.among]})
            return [pk for (pk,) in cursor.fetchall()]
