"""One problem of one asker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from accounts.reader import Reader
from community import clock
from community.questions.models.post import Post
from community.questions.models.topic import Tag, Topic, tag_slug

if TYPE_CHECKING:
    from community.questions.models.comment import Comment


# What stands in an address where a question's title would: see urls.py.
_ADDRESS_WORDS = frozenset({"thread", "answer", "me-too", "close", "reopen"})


class QuestionQuerySet(models.QuerySet["Question"]):
    """Sentences about questions, in the words of the support desk."""

    def of(self, company: Company) -> QuestionQuerySet:
        """Return this company's questions."""
        return self.filter(company=company)

    def visible_to(self, reader: Reader) -> QuestionQuerySet:
        """Return what lists show the reader: no hidden questions, not even to moderators."""
        return self.filter(company=reader.company, post__visibility=Post.Visibility.VISIBLE)

    def unanswered(self) -> QuestionQuerySet:
        """Return open questions that wait for somebody: no substantive answer, or reopened since."""
        return self.filter(needs_answer=True)

    def unsolved(self) -> QuestionQuerySet:
        """Return open questions, answered or not."""
        return self.exclude(state__in=[Question.State.RESOLVED, Question.State.CLOSED])

    def solved(self) -> QuestionQuerySet:
        """Return the resolved ones."""
        return self.filter(state=Question.State.RESOLVED)

    def asked_by(self, member: Membership) -> QuestionQuerySet:
        """Return one member's questions."""
        return self.filter(post__author=member)

    def newest_first(self) -> QuestionQuerySet:
        """Order by the time of asking."""
        return self.order_by("-asked_at", "-post_id")


class Question(models.Model):
    """What is special to a question beside its post. Its state is set by `questions.actions` only, from its facts.

    `needs_answer` survives chatter: only a substantive answer, a resolution or a closing takes it away.
    """

    class State(models.TextChoices):
        """Where the question stands (features.md RES-1)."""

        NEW = "new", _("needs an answer")
        ANSWERED = "answered", _("answered")
        NEEDS_INFO = "needs_info", _("needs more details")
        RESOLVED = "resolved", _("solved")
        REOPENED = "reopened", _("reopened")
        CLOSED = "closed", _("closed")

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="question")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="questions")
    title = models.CharField(_("title"), max_length=300)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions", verbose_name=_("topic"))
    tags = models.ManyToManyField(Tag, through="QuestionTag", related_name="questions")
    # The names again, so that a page of questions shows its tags without a query.
    tag_names = ArrayField(models.CharField(max_length=40), default=list)
    language = models.CharField(max_length=10)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.NEW)
    needs_answer = models.BooleanField(default=True)
    close_reason = models.CharField(_("reason for closing"), max_length=300, blank=True)
    is_locked = models.BooleanField(_("locked"), default=False)
    asked_at = models.DateTimeField(default=clock.now)
    first_answered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    last_activity_at = models.DateTimeField(default=clock.now)
    answer_count = models.PositiveIntegerField(default=0)
    me_too_count = models.PositiveIntegerField(default=0)

    # What one reader's page knows beside the row: set by queries.question_page, never stored.
    live_version: int = 0
    answer_rows: int = 0
    comment_list: Sequence[Comment] = ()
    is_me_too: bool = False
    may_me_too: bool = False
    may_edit: bool = False
    may_comment: bool = False
    may_close: bool = False
    may_reopen: bool = False
    may_see_hidden: bool = False

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "answered", "needs_info", "resolved", "reopened", "closed"]),
                name="question_state_known",
            ),
            # An imported resolution may have no known time; an unresolved question never has one.
            models.CheckConstraint(
                condition=Q(state="resolved") | Q(resolved_at__isnull=True), name="only_resolved_questions_have_a_time"
            ),
            models.CheckConstraint(
                condition=~(Q(needs_answer=True) & Q(state__in=["resolved", "closed"])), name="ended_needs_no_answer"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="question_has_a_title"),
        ]
        indexes = [
            models.Index(fields=["company", "-asked_at", "-post"], name="question_newest"),
            models.Index(fields=["company", "state", "-asked_at", "-post"], name="question_by_state"),
            models.Index(fields=["company", "topic", "-asked_at", "-post"], name="question_by_topic"),
            models.Index(
                fields=["company", "-asked_at", "-post"], condition=Q(needs_answer=True), name="question_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address inside the company of the running request."""
        return reverse("questions:question", args=[self.pk, self.slug] if self.slug else [self.pk])

    @property
    def slug(self) -> str:
        """Return the readable part of the address; empty for a title without Latin letters, or that reads like an act."""
        slug = slugify(self.title)[:70].rstrip("-")
        return "" if slug in _ADDRESS_WORDS else slug

    @property
    def tag_links(self) -> list[Tag]:
        """Return the tags as unsaved rows made of their names, which is all that a page shows of them."""
        return [Tag(company_id=self.company_id, slug=tag_slug(name), name=name) for name in self.tag_names]

    @property
    def row_values(self) -> tuple[object, ...]:
        """Return all that its row in a list shows or decides on, up to the clock, for templates to keep it by."""
        return (
            *(self.pk, self.title, self.language, self.state, self.answer_count),
            *(self.asked_at, self.first_answered_at, self.resolved_at),
        )

    @property
    def row_end_values(self) -> tuple[object, ...]:
        """Return all that its row in a list shows behind the clock."""
        return (self.topic.slug, self.topic.name, tuple(self.tag_names), self.post.author.display_name)

    @property
    def stream(self) -> str:
        """Return the name of the stream of everything that happens to this question."""
        return f"question:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Return whether it still waits for a resolution."""
        return self.state not in {self.State.RESOLVED, self.State.CLOSED}

    @property
    def first_answer_after(self) -> timedelta | None:
        """Return how long the asker waited for a substantive answer."""
        return self.first_answered_at - self.asked_at if self.first_answered_at else None

    @property
    def solved_after(self) -> timedelta | None:
        """Return how long it took until the current resolution."""
        return self.resolved_at - self.asked_at if self.resolved_at else None


class QuestionTag(models.Model):
    """A tag on a question."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "tag"], name="tag_once_per_question")]


class MeToo(models.Model):
    """A member who has the same problem."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="me_toos")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "question", "member"], name="me_too_once")]
