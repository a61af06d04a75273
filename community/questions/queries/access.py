"""The only ways to an object: functions that prove that the reader may have it."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.reader import Reader
from community.questions.models import Answer, Post, Question, Tag, Topic


def gone() -> Http404:
    """Return the one answer to ids that never existed, are hidden, or belong to another company."""
    return Http404(_("There is no such page in this community."))


def question_or_404(reader: Reader, pk: int) -> Question:
    """Return the question with its post, author and topic. Raises Http404 unless the reader may see it."""
    question = (
        Question.objects.of(reader.company)
        .filter(post__in=Post.objects.visible_to(reader))
        .select_related("post__author", "topic__parent")
        .filter(pk=pk)
        .first()
    )
    if question is None:
        raise gone()
    question.company = question.post.company = reader.company
    return question


def post_on_page_or_404(reader: Reader, pk: int) -> tuple[Post, Question]:
    """Return any post with its author, and the question on whose page it stands.

    Raises Http404 unless the reader may see it there: a comment goes with the answer that it is about.
    """
    seen = Post.objects.visible_to(reader)
    post = seen.select_related("author", "answer", "comment").filter(pk=pk).first()
    if post is None:
        raise gone()
    question = question_or_404(reader, question_id_of(post))
    if post.kind == Post.Kind.COMMENT and not seen.filter(pk=post.comment.target_id).exists():
        raise gone()
    post.company = reader.company
    return post, question


def answer_or_404(reader: Reader, pk: int) -> Answer:
    """Return the answer with its post and question. Raises Http404 unless the reader may see both."""
    seen = Post.objects.visible_to(reader)
    answer = (
        Answer.objects.filter(company=reader.company, post__in=seen, question__post__in=seen)
        .select_related("post__author", "question__post__author", "question__topic")
        .filter(pk=pk)
        .first()
    )
    if answer is None:
        raise gone()
    return answer


def question_id_of(post: Post) -> int:
    """Return the id of the question on whose page the post stands."""
    if post.kind == Post.Kind.QUESTION:
        return int(post.pk)
    return int(post.answer.question_id if post.kind == Post.Kind.ANSWER else post.comment.question_id)


def topic_or_404(reader: Reader, slug: str) -> Topic:
    """Return the company's topic with its parent. Raises Http404 for any other."""
    topic = Topic.objects.filter(company=reader.company, slug=slug).select_related("parent").first()
    if topic is None:
        raise gone()
    return topic


def tag_or_404(reader: Reader, slug: str) -> Tag:
    """Return the company's tag. Raises Http404 for any other."""
    tag = Tag.objects.filter(company=reader.company, slug=slug).first()
    if tag is None:
        raise gone()
    return tag


def member_or_404(reader: Reader, pk: int) -> Membership:
    """Return the company's member. Raises Http404 for any other, and for members who have left."""
    member = Membership.objects.of(reader.company).exclude(kind=Membership.Kind.FORMER).filter(pk=pk).first()
    if member is None:
        raise gone()
    return member
