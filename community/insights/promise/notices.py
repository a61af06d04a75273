"""Who hears of questions that wait. Everybody can switch it off."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.insights.promise.models.ladder import Step
from community.questions.models import Post, Question
from community.web.registries.notices import Category, Notice, notice

WAITING = Category("waiting", _("Questions that wait for an answer and that you may be able to help with"))


@notice(
    "question.escalated",
    name="question_waits",
    category=WAITING,
    title=_("A question waits for an answer. You may be able to help"),
)
def question_waits(event: Event) -> Notice | None:
    """Tell members who may know, unless the question has stopped waiting meanwhile."""
    return None if event.payload["step"] == Step.STAFF else _about(event)


@notice(
    "question.escalated",
    name="question_waits_long",
    category=WAITING,
    title=_("Nobody has answered a question for a long time. It needs you"),
)
def question_waits_long(event: Event) -> Notice | None:
    """Tell moderators and staff, unless the question has stopped waiting meanwhile."""
    return _about(event) if event.payload["step"] == Step.STAFF else None


def _about(event: Event) -> Notice | None:
    waiting = Question.objects.unanswered().filter(post__visibility=Post.Visibility.VISIBLE)
    if not waiting.filter(company_id=int(event.company), pk=event.payload["question"]).exists():
        return None
    return Notice(event.payload["told"], "questions:question", (event.payload["question"],))
