"""The only place that locks a question. Every write to anything on a question's page takes this lock first."""

from __future__ import annotations

from community.questions.models import Question


def lock_question(question_id: int) -> Question:
    """Return the question with its post, author and topic, locked until the transaction ends.

    One lock for the whole page keeps counters, state and episodes in step and rules out deadlocks between its parts.
    Raises Question.DoesNotExist.
    """
    return (
        Question.objects.select_for_update(of=("self",))
        .select_related("post__author", "company", "topic")
        .get(pk=question_id)
    )
