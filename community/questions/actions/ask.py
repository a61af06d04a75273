"""Asking a question."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership
from community.events.record import record
from community.questions.actions.publish import already_published, publish_post, render_screened
from community.questions.actions.tagging import put_tags
from community.questions.events import QuestionAsked
from community.questions.models import Episode, Post, Question, Topic
from community.questions.policies import check_can_ask
from community.web.errors import NotAllowed

MAX_TAGS = 5
FORUM = "forum"


def ask_question(
    *,
    author: Membership,
    title: str,
    body: str,
    topic: Topic,
    tags: Sequence[str] = (),
    language: str = "",
    channel: str = FORUM,
    submission: UUID | None = None,
) -> Question:
    """Publish a question in the author's company and start its resolution clock (episode 1). Records QuestionAsked.

    `channel` says where it was asked, in ten letters at most. The same `submission` sent again returns the question it
    made. Raises NotAllowed, TextRefused.
    """
    check_can_ask(author, topic)
    if len(tags) > MAX_TAGS:
        raise NotAllowed(_("Use at most five tags."))
    try:
        return _ask(author, title, body, topic, tags, language, channel, submission)
    except IntegrityError:
        # Two copies of one form arrived together; the one that lost shows what the other made.
        twin = already_published(author, submission, Post.Kind.QUESTION)
        if twin is None:
            raise
        return twin.question


@transaction.atomic
def _ask(
    author: Membership,
    title: str,
    body: str,
    topic: Topic,
    tags: Sequence[str],
    language: str,
    channel: str,
    submission: UUID | None,
) -> Question:
    twin = already_published(author, submission, Post.Kind.QUESTION)
    if twin is not None:
        return twin.question
    text = render_screened(author=author, kind=Post.Kind.QUESTION, markdown=body, title=title)
    post = publish_post(author=author, kind=Post.Kind.QUESTION, text=text, submission=submission)
    question = Question.objects.create(
        post=post,
        company_id=author.company_id,
        title=text.title,
        topic=topic,
        language=_language(author, language),
        asked_at=post.created_at,
        last_activity_at=post.created_at,
    )
    put_tags(question, tags)
    Episode.objects.create(company_id=author.company_id, question=question, number=1, opened_at=post.created_at)
    record(
        QuestionAsked(
            company=str(author.company_id),
            actor=author.key,
            question=question.pk,
            topic=topic.pk,
            language=question.language,
            channel=channel,
            visible=post.is_visible,
        )
    )
    return question


def _language(author: Membership, wanted: str) -> str:
    """Return the first of the wanted language, the page's and the company's main one that the company offers."""
    offered = author.company.languages
    for candidate in (wanted, (get_language() or "").split("-")[0]):
        if candidate in offered:
            return candidate
    return author.company.default_language
