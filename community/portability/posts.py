"""Posts of an import: questions and answers as rows, in batches that are safe to repeat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.db import connection, transaction
from django.utils.html import escape
from django.utils.text import slugify

from accounts.models import Company
from community.portability.keys import PostKeys
from community.portability.members import MemberImporter, author_key
from community.portability.records import AnswerRecord, PostRecord, QuestionRecord
from community.questions.actions.topics import create_topics
from community.questions.models import Answer, Episode, Post, Question, Tag, Topic
from community.questions.models.question import QuestionTag
from community.questions.models.topic import tag_slug
from community.questions.state import is_substantive
from community.text.cleaning import TextRefused, clean_text
from community.text.importing import html_to_markdown
from community.text.markdown import render_markdown

Record = TypeVar("Record", bound=PostRecord)

_TITLE_LENGTH = 300
_TAG_LENGTH = 40
_MOST_TAGS = 5
_TOPIC_LENGTH = 60
_SPAM = "Marked as spam at the source."
_DEFAULT_TOPIC = "General"
_NO_TITLE = "(no title)"


class PostImporter:
    """Writes posts of one source into one company. Every batch is one transaction, and a repeated batch changes nothing."""

    def __init__(self, company: Company, keys: PostKeys, members: MemberImporter) -> None:
        self.company = company
        self.keys = keys
        self.members = members
        topics = Topic.objects.of(company).values_list("pk", "name", "slug")
        self._topics = {key: pk for pk, name, slug in topics for key in (name.casefold(), slug)}

    @transaction.atomic
    def write_questions(self, records: Sequence[QuestionRecord]) -> int:
        """Write the questions that are new, each with its first episode; return how many."""
        new = self._new(records, Post.Kind.QUESTION)
        posts = self._write_posts(Post.Kind.QUESTION, new, _question_markdown)
        tags = self._tags(new)
        questions = [
            Question(
                post=post,
                company=self.company,
                title=_shortened(_title(record)),
                topic_id=self._topic(record.topic),
                tag_names=[tags[slug].name for slug in _tag_names(record)],
                language=self._language(record.language),
                asked_at=record.written_at,
                last_activity_at=record.written_at,
                me_too_count=record.me_toos,
                is_locked=record.is_locked,
            )
            for post, record in zip(posts, new, strict=True)
        ]
        Question.objects.bulk_create(questions)
        self._tag(questions, new, tags)
        Episode.objects.bulk_create(
            Episode(company=self.company, question=question, number=1, opened_at=question.asked_at)
            for question in questions
        )
        return len(new)

    @transaction.atomic
    def write_answers(self, records: Sequence[AnswerRecord]) -> tuple[int, int]:
        """Write the answers that are new; return how many, and how many had no question here."""
        missing = self._new(records, Post.Kind.ANSWER)
        questions = self.keys.find(Post.Kind.QUESTION, {record.question for record in missing})
        new = [record for record in missing if record.question in questions]
        askers = dict(Post.objects.filter(pk__in=questions.values()).values_list("pk", "author_id"))
        posts = self._write_posts(Post.Kind.ANSWER, new, lambda record: html_to_markdown(record.body))
        services = self.members.services({post.author_id for post in posts})
        answers = []
        for post, record in zip(posts, new, strict=True):
            question_id = questions[record.question]
            by_asker = askers[question_id] == post.author_id
            purpose = Answer.Purpose.NOT_ATTEMPT if by_asker else Answer.Purpose.ATTEMPT
            substantive = is_substantive(
                purpose=purpose,
                by_asker=by_asker,
                by_service=post.author_id in services,
                visible=post.is_visible,
                visible_chars=post.visible_chars,
            )
            answers.append(
                Answer(
                    post=post,
                    company=self.company,
                    question_id=question_id,
                    purpose=purpose,
                    is_substantive=substantive,
                )
            )
        Answer.objects.bulk_create(answers)
        return len(answers), len(missing) - len(new)

    def _new(self, records: Sequence[Record], kind: str) -> list[Record]:
        """Return those that are not here yet, each once."""
        known = self.keys.find(kind, {record.id for record in records})
        return list({record.id: record for record in records if record.id not in known}.values())

    def _write_posts(self, kind: str, records: Sequence[Record], markdown_of: Callable[[Record], str]) -> list[Post]:
        authors = self.members.find((record.author, record.author_name, record.written_at) for record in records)
        posts = []
        for record in records:
            markdown = markdown_of(record)
            rendered = render_markdown(markdown, limits=None)
            posts.append(
                Post(
                    company=self.company,
                    kind=kind,
                    author_id=authors[author_key(record.author, record.author_name)],
                    markdown=markdown,
                    html=rendered.html,
                    render_version=rendered.version,
                    visible_chars=rendered.visible_chars,
                    created_at=record.written_at,
                    edited_at=record.edited_at,
                    source_id=self.keys.of(record.id),
                    visibility=Post.Visibility.HIDDEN if record.is_spam else Post.Visibility.VISIBLE,
                    visibility_reason=_SPAM if record.is_spam else "",
                )
            )
        return Post.objects.bulk_create(posts)

    def _topic(self, name: str) -> int:
        """Return the topic with this name or short name, made when it is first met."""
        readable = (_clean(name).replace("-", " ").strip().capitalize() or _DEFAULT_TOPIC)[:_TOPIC_LENGTH]
        for known in (readable.casefold(), slugify(readable)):
            if known in self._topics:
                return self._topics[known]
        [topic] = create_topics(company=self.company, names=[readable])
        self._topics[readable.casefold()] = topic.pk
        return topic.pk

    def _language(self, wanted: str) -> str:
        return wanted if wanted in self.company.languages else self.company.default_language

    def _tags(self, records: Sequence[QuestionRecord]) -> dict[str, Tag]:
        """Return the tags of the questions by their slugs, made when they are first met."""
        names = {slug: name for record in records for slug, name in _tag_names(record).items()}
        Tag.objects.bulk_create(
            [Tag(company=self.company, slug=slug, name=name) for slug, name in sorted(names.items())],
            ignore_conflicts=True,
        )
        return {tag.slug: tag for tag in Tag.objects.filter(company=self.company, slug__in=names)}

    def _tag(self, questions: Sequence[Question], records: Sequence[QuestionRecord], tags: Mapping[str, Tag]) -> None:
        QuestionTag.objects.bulk_create(
            QuestionTag(company=self.company, question=question, tag=tags[slug])
            for question, record in zip(questions, records, strict=True)
            for slug in _tag_names(record)
        )


def recount_tags(company: Company) -> None:
    """Set every tag's number of questions to what the rows say."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE questions_tag t SET question_count = c.n
            FROM (SELECT t2.id, count(qt.id) AS n FROM questions_tag t2
                  LEFT JOIN questions_questiontag qt ON qt.tag_id = t2.id WHERE t2.company_id = %s GROUP BY t2.id) c
            WHERE t.id = c.id AND t.question_count <> c.n
            """,
            [company.pk],
        )


def _tag_names(record: QuestionRecord) -> dict[str, str]:
    """Return the first five tags as slug and name."""
    names = [_clean(name)[:_TAG_LENGTH].strip() for name in record.tags]
    found = {tag_slug(name): name for name in names if tag_slug(name)}
    return dict(list(found.items())[:_MOST_TAGS])


def _title(record: QuestionRecord) -> str:
    return _clean(record.title) or _NO_TITLE


def _shortened(title: str) -> str:
    return title if len(title) <= _TITLE_LENGTH else f"{title[: _TITLE_LENGTH - 1]}…"


def _question_markdown(record: QuestionRecord) -> str:
    """Return the text; nothing is lost: a title that is too long stands whole above it."""
    markdown, title = html_to_markdown(record.body), _title(record)
    return markdown if title == _shortened(title) else f"{html_to_markdown(escape(title))}\n\n{markdown}"


def _clean(text: str) -> str:
    """Return one clean line, without what no database holds."""
    try:
        line = clean_text(text, single_line=True)
    except TextRefused:
        line = clean_text(text.replace("\0", "").encode("utf-8", "replace").decode(), single_line=True)
    return line.strip()
