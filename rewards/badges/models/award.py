"""Who has earned what."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock
from rewards.badges.models.badge import Badge


class BadgeAwardQuerySet(models.QuerySet["BadgeAward"]):
    """Sentences about awards."""

    def standing(self, moment: datetime) -> BadgeAwardQuerySet:
        """Return the awards that hold at the moment: not taken back, not expired."""
        return self.filter(revoked_at__isnull=True).filter(Q(expires_at__isnull=True) | Q(expires_at__gt=moment))

    def newest_first(self) -> BadgeAwardQuerySet:
        """Order by the time of the award."""
        return self.order_by("-awarded_at", "-pk")


class BadgeAward(models.Model):
    """A badge that a member has, once for each period ("" for all time, "2026" for a year).

    The database holds that nobody has it twice. Revoking keeps the row, so that the rule does not give it again.
    `awarded_by` is empty when the rule gave it.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="badge_awards", verbose_name=_("member")
    )
    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="awards", verbose_name=_("badge"))
    period = models.CharField(_("period"), max_length=10, blank=True)
    awarded_at = models.DateTimeField(_("given"), default=clock.now)
    expires_at = models.DateTimeField(_("holds until"), null=True, blank=True)
    awarded_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    revoked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_reason = models.CharField(_("reason for taking it back"), max_length=300, blank=True)

    objects = BadgeAwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award of a badge")
        verbose_name_plural = _("awards of badges")
        constraints = [
            models.UniqueConstraint(fields=["company", "member", "badge", "period"], name="badge_awarded_once"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
                name="revoked_awards_say_why",
            ),
        ]
        indexes = [models.Index(fields=["badge", "-awarded_at", "-id"], name="award_of_badge")]

    def __str__(self) -> str:
        return f"{self.title}, {self.member}"

    @property
    def title(self) -> str:
        """Return the badge's name, with the year of the award where it wants one. Needs `badge` loaded."""
        return self.badge.title_in(self.period or str(self.awarded_at.year))

    def holds(self, moment: datetime) -> bool:
        """Return whether the member has it at the moment."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > moment)
