"""What a question is about: one topic of the company's tree, and up to five tags."""

from __future__ import annotations

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import Company


class TopicQuerySet(models.QuerySet["Topic"]):
    """Sentences about topics."""

    def of(self, company: Company) -> TopicQuerySet:
        """Return this company's topics in their order."""
        return self.filter(company=company).order_by("position", "name")

    def open(self) -> TopicQuerySet:
        """Return the topics in which people may ask."""
        return self.filter(is_archived=False)


class Topic(models.Model):
    """A part of the company's business that people ask about; topics may have a parent."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="topics")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent topic")
    )
    slug = models.SlugField(_("short name"), max_length=60)
    name = models.CharField(_("name"), max_length=60)
    description = models.CharField(_("description"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_archived = models.BooleanField(_("archived"), default=False)

    # Set by queries.topics_with_counts, never stored.
    open_count: int = 0

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(fields=["company", "slug"], name="topic_slug_once_per_company"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")), name="topic_not_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def tag_slug(name: str) -> str:
    """Return the key under which a tag is one tag, whatever its case and spacing; it may be empty."""
    return slugify(name, allow_unicode=True)[:40].strip("-")


class Tag(models.Model):
    """A word that people put on questions; made when it is first used."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tags")
    slug = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=40)
    question_count = models.PositiveIntegerField(_("number of questions"), default=0)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(fields=["company", "slug"], name="tag_slug_once_per_company"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="tag_has_a_slug"),
        ]
        indexes = [models.Index(fields=["company", "-question_count", "slug"], name="tag_popular")]

    def __str__(self) -> str:
        return self.name
