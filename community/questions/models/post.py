"""Every authored text is a post, so that votes, comments, revisions and moderation have one target."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Company, Membership
from accounts.reader import Reader
from community import clock

# Codidact's smoothing: (helpful + z²/2) / (helpful + unhelpful + z²) with z = 2. Seven to nothing beats nine to two.
RANK_PRIOR = 2.0


class PostQuerySet(models.QuerySet["Post"]):
    """Sentences about posts."""

    def of(self, company: Company) -> PostQuerySet:
        """Return this company's posts."""
        return self.filter(company=company)

    def visible_to(self, reader: Reader) -> PostQuerySet:
        """Return what the reader may see: moderators see hidden posts, authors see their own hidden ones."""
        seen = Q(visibility=Post.Visibility.VISIBLE)
        if reader.is_moderator:
            seen |= Q(visibility=Post.Visibility.HIDDEN)
        elif reader.member_id is not None:
            seen |= Q(visibility=Post.Visibility.HIDDEN, author_id=reader.member_id)
        return self.filter(seen, company=reader.company)


class Post(models.Model):
    """A text by a member. `html` is rendered once, at write time; `version` counts its edits from 1."""

    class Kind(models.TextChoices):
        """What the post is; a row of its own beside it holds what is special to that."""

        QUESTION = "question", _("question")
        ANSWER = "answer", pgettext_lazy("kind of text", "answer")
        COMMENT = "comment", _("comment")

    class Visibility(models.TextChoices):
        """Who may read it: everybody; moderators and the author; nobody."""

        VISIBLE = "visible", _("visible")
        HIDDEN = "hidden", _("hidden")
        DELETED = "deleted", _("deleted")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="posts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="posts")
    markdown = models.TextField()
    html = models.TextField()
    render_version = models.PositiveSmallIntegerField()
    visible_chars = models.PositiveIntegerField(default=0)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.VISIBLE)
    visibility_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    helpful_count = models.PositiveIntegerField(default=0)
    unhelpful_count = models.PositiveIntegerField(default=0)
    rank = models.GeneratedField(
        expression=(Cast(F("helpful_count"), models.FloatField()) + RANK_PRIOR)
        / (Cast(F("helpful_count"), models.FloatField()) + F("unhelpful_count") + 2 * RANK_PRIOR),
        output_field=models.FloatField(),
        db_persist=True,
    )
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True)
    # Made when a form is rendered: however often it is sent, it makes one post.
    submission = models.UUIDField(null=True)
    source_id = models.CharField(max_length=60, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "author", "submission"], name="post_once_per_submission"),
            models.UniqueConstraint(
                fields=["company", "kind", "source_id"], condition=~Q(source_id=""), name="post_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["visible", "hidden", "deleted"]), name="post_visibility_known"
            ),
            models.CheckConstraint(condition=Q(version__gt=0), name="post_version_positive"),
        ]
        indexes = [models.Index(fields=["author", "kind", "-created_at"], name="post_by_author")]

    @property
    def is_visible(self) -> bool:
        """Return whether everybody may read it."""
        return self.visibility == self.Visibility.VISIBLE


class Revision(models.Model):
    """How a post read before an edit: version n of it, written when version n + 1 replaced it."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    markdown = models.TextField()
    replaced_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="one_revision_per_version")]
