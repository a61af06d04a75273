"""Putting what happened on the way to be learned."""

from __future__ import annotations

from django.db import transaction

from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from community.events.models import Event
from community.events.wake import start_after_commit
from community.personalization.memory.folding import QUESTION
from community.personalization.memory.models import Lesson
from community.personalization.memory.queries.teaching import target_of
from community.questions.models import Post

LEARN_TASK = "memory.learn"


@transaction.atomic
def queue_lesson(*, event: Event) -> Lesson | None:
    """Write down that the event is to be learned, and start learning after the commit; return the lesson.

    None, and nothing is written, where it teaches nothing or whoever it is about does not agree.
    """
    target = target_of(event)
    if target is None:
        return None
    kind, post = target
    if kind != QUESTION:
        author = Post.objects.filter(company=int(event.company), pk=post).values_list("author", flat=True).first()
        if author is None or not has_consent(author, Purpose.ROUTING):
            return None
    lesson, made = Lesson.objects.get_or_create(event=event, defaults={"company_id": int(event.company)})
    if made:
        start_after_commit(LEARN_TASK, int(event.company))
    return lesson
