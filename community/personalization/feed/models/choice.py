"""How a member wants the list made for them."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership

# The reasons that a member may switch off: everything in the order that is about them. Freshness is about the question.
REASONS: Final = ("language", "topic", "similar", "hour")


class FeedChoice(models.Model):
    """What one member said about their list. It is said, not learned: it stays when they take their consent back.

    `off` are reasons that shall not count. `languages` are the only ones to be shown, all where none is chosen. `topics`
    are ids of topics that the member likes to help with.
    """

    member = models.OneToOneField(
        Membership, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("member")
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", verbose_name=_("company"))
    off = ArrayField(models.CharField(max_length=10), default=list, blank=True, verbose_name=_("switched off"))
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True, verbose_name=_("languages"))
    topics = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("topics"))

    class Meta:
        verbose_name = _("choice about a list")
        verbose_name_plural = _("choices about lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(off__contained_by=list(REASONS)), name="only_reasons_about_a_member_are_switched_off"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"
