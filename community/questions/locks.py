"""The only place that locks questions and answers."""

from __future__ import annotations

from collections.abc import Iterable

from community.questions.models import Answer, Post, Question


def lock_question(question_id: int) -> Question:
    """Return the question with its post, author and topic, locked until the transaction ends.

    Every write to anything on a question's page but a vote takes this lock first: it keeps counters, state and episodes
    in step and rules out deadlocks between the page's parts. Raises Question.DoesNotExist.
    """
    lock_questions([question_id])
    # Read only now: a row that is joined to one being locked is read as it was before the wait for the lock.
    return Question.objects.select_related("post__author", "company", "topic").get(pk=question_id)


def lock_questions(question_ids: Iterable[int]) -> None:
    """Lock many questions until the transaction ends, in one order for everybody."""
    # Weaker than FOR UPDATE: rows that refer to a question can be written meanwhile.
    locked = Question.objects.select_for_update(no_key=True).filter(pk__in=list(question_ids)).order_by("pk")
    list(locked.values_list("pk", flat=True))


def lock_answer(answer_id: int) -> Answer:
    """Return the answer with its post and question, its post locked until the transaction ends.

    Votes take only this lock, so that many people can judge a page at once; hiding writes to the same row and waits for
    it. A transaction that holds it never asks for a question's lock. Raises Answer.DoesNotExist.
    """
    list(Post.objects.select_for_update(no_key=True).filter(pk=answer_id).values_list("pk", flat=True))
    return Answer.objects.select_related("post", "question__post").get(pk=answer_id)
