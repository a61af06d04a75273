"""What must hold in every database, whoever wrote to it."""

from __future__ import annotations

from community.events.models import Event
from community.questions.models import Answer, Episode, Post, Question, Tag, Vote
from community.questions.models.question import QuestionTag
from community.questions.state import derive_state, facts_of, is_substantive


def check_questions() -> None:
    """Recompute what is stored of every question and answer from its rows and from the log."""
    for question in Question.objects.select_related("post"):
        facts = facts_of(question)
        stored = (question.state, question.needs_answer, question.answer_count, question.first_answered_at)
        assert stored == (derive_state(facts), facts.needs_answer, facts.answers, facts.first_answered_at)
        last = (
            Event.objects.in_stream(str(question.company_id), question.stream).of_types("question.state_changed").last()
        )
        assert question.state == (last.payload["after"] if last else "new")
        assert Episode.objects.filter(question=question, ended_at__isnull=True).exists() == question.is_open
    for answer in Answer.objects.select_related("post__author", "question__post"):
        assert answer.is_substantive == is_substantive(
            purpose=answer.purpose,
            by_asker=answer.post.author_id == answer.question.post.author_id,
            by_service=answer.post.author.kind == "service",
            visible=answer.post.is_visible,
            visible_chars=answer.post.visible_chars,
        )


def check_counts() -> None:
    """Count tags and votes again."""
    for tag in Tag.objects.all():
        assert tag.question_count == QuestionTag.objects.filter(tag=tag).count()
    for post in Post.objects.filter(source_id=""):
        votes = list(Vote.objects.filter(post=post).values_list("value", flat=True))
        assert (post.helpful_count, post.unhelpful_count) == (votes.count(1), votes.count(-1))
