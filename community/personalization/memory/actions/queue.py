"""Putting what happened on the way to be learned."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction

from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from community.events.models import Event
from community.personalization.memory.actions.learn import learn_at_once
from community.personalization.memory.folding import QUESTION
from community.personalization.memory.models import Lesson
from community.personalization.memory.queries.teaching import target_of
from community.questions.models import Post

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Learn:
    """What one transaction that queued lessons of the company does when it has committed."""

    company: int

    def __call__(self) -> None:
        try:
            learn_at_once(self.company)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            # What happened is committed and others follow it; the lessons wait for the sweep.
            log.exception("What company %s learns could not be kept up.", self.company)


def _learn_after_commit(company_id: int) -> None:
    """Learn when the transaction commits, once however many lessons it queues."""
    learn = _Learn(company_id)
    # One that a savepoint took back is not among them any more.
    if all(known != learn for _savepoints, known, *_ in connection.run_on_commit):
        transaction.on_commit(learn)


@transaction.atomic
def queue_lesson(*, event: Event) -> Lesson | None:
    """Write down that the event is to be learned, and learn what waits right after the commit; return the lesson.

    No other worker is waited for: all may be busy with what else follows from the event. What fails, or is more than a
    batch, is learned by the sweep.
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
        _learn_after_commit(int(event.company))
    return lesson
