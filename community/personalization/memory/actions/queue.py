"""Putting what happened on the way to be learned."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from community.events.models import Event
from community.personalization.memory.actions.learn import learn_for_a_turn
from community.personalization.memory.folding import QUESTION
from community.personalization.memory.models import Lesson
from community.personalization.memory.queries.teaching import target_of
from community.questions.models import Post


@transaction.atomic
def queue_lesson(*, event: Event) -> Lesson | None:
    """Write down that the event is to be learned, and learn what waits right after the commit; return the lesson.

    No other worker is waited for: all may be busy with what else follows from the event. What fails is learned by the sweep.
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
        transaction.on_commit(partial(learn_for_a_turn, int(event.company)), robust=True)
    return lesson
