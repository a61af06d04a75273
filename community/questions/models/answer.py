"""Replies to a question, and which of them solved it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Company, Membership
from accounts.reader import Reader
from community import clock
from community.events.models import Event
from community.questions.models.post import Post
from community.questions.models.question import Question

if TYPE_CHECKING:
    from community.questions.models.comment import Comment


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Sentences about answers."""

    def of(self, question: Question) -> AnswerQuerySet:
        """Return this question's answers."""
        return self.filter(question=question)

    def visible(self) -> AnswerQuerySet:
        """Return the answers that everybody may read."""
        return self.filter(post__visibility=Post.Visibility.VISIBLE)

    def visible_to(self, reader: Reader) -> AnswerQuerySet:
        """Return what the reader may see, on questions that the reader may see."""
        return self.filter(
            company=reader.company,
            post__visibility=Post.Visibility.VISIBLE,
            question__post__visibility=Post.Visibility.VISIBLE,
        )

    def substantive(self) -> AnswerQuerySet:
        """Return the answers that count as answers (features.md E1)."""
        return self.filter(is_substantive=True)


class Answer(models.Model):
    """What is special to an answer beside its post.

    `is_substantive` is the definition of features.md E1, kept by the actions: by somebody other than the asker, meant as
    an attempt, visible, at least 20 visible characters, not by a service. The row keeps it so that lists and clocks agree.
    """

    class Purpose(models.TextChoices):
        """What the author says the reply is."""

        ATTEMPT = "attempt", _("an answer")
        NEEDS_INFO = "needs_info", _("a request for more details")
        NOT_ATTEMPT = "not_attempt", _("a note, not an answer")

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="answer")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices, default=Purpose.ATTEMPT)
    is_substantive = models.BooleanField(default=False)

    # What one reader's page knows beside the row: set by queries.question_page, never stored.
    acceptance_basis: str = ""
    failure_reason: str = ""
    my_vote: str = ""
    comment_list: Sequence[Comment] = ()
    is_askers: bool = False
    may_vote: bool = False
    may_accept: bool = False
    may_withdraw: bool = False
    may_report: bool = False
    may_edit: bool = False
    may_comment: bool = False
    may_see_hidden: bool = False

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("kind of text", "answer")
        verbose_name_plural = _("answers")
        constraints = [
            # Not unique by need, but what the acceptance's foreign key of three columns points at.
            models.UniqueConstraint(fields=["company", "question", "post"], name="answer_of_its_question"),
            models.CheckConstraint(
                condition=Q(is_substantive=False) | Q(purpose="attempt"), name="only_attempts_are_substantive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_accepted(self) -> bool:
        """Return whether the page that loaded this answer found it accepted."""
        return bool(self.acceptance_basis)

    @property
    def head_values(self) -> tuple[object, ...]:
        """Return all that the head of the answer shows or decides on, for templates to keep it by."""
        post, author = self.post, self.post.author
        return (
            *(post.pk, post.version, post.created_at, post.edited_at, post.visibility, post.visibility_reason),
            *(author.pk, author.display_name, author.kind, author.role, author.affiliation),
            *(self.is_accepted, self.is_askers, self.purpose),
        )

    @property
    def foot_values(self) -> tuple[object, ...]:
        """Return all that the buttons below the answer show or decide on, for templates to keep them by."""
        post = self.post
        return (
            *(self.pk, self.my_vote, post.helpful_count, post.unhelpful_count),
            *(self.may_vote, self.may_accept, self.may_withdraw, self.may_report, self.may_edit),
        )


class Acceptance(models.Model):
    """A decision that an answer solved its question. Withdrawing it sets `revoked_at`; the row stays.

    The database holds that a question has at most one standing acceptance, of one of its own answers.
    """

    class Basis(models.TextChoices):
        """Who decided: reported apart, never added up without saying so."""

        ASKER = "asker", _("the asker")
        STAFF = "staff", _("a moderator")

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="acceptances")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="acceptances")
    accepted_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    accepted_at = models.DateTimeField(default=clock.now)
    time_quality = models.CharField(max_length=10, choices=Event.TimeQuality.choices, default=Event.TimeQuality.EXACT)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "question"], condition=Q(revoked_at__isnull=True), name="one_standing_acceptance"
            ),
        ]


class FailureReport(models.Model):
    """The asker tried an answer and it did not work; says why, once per answer."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="failure_reports")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "answer", "member"], name="failure_reported_once")]
