"""The audit log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from community import clock


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Sentences about the audit log."""

    def of(self, company: str) -> AuditEntryQuerySet:
        """Return the entries of the company with this key."""
        return self.filter(company=company)

    def about(self, target_kind: str, target_id: object) -> AuditEntryQuerySet:
        """Return what was done to one thing."""
        return self.filter(target_kind=target_kind, target_id=str(target_id))

    def newest_first(self) -> AuditEntryQuerySet:
        """Order by the time of the act."""
        return self.order_by("-pk")


class AuditEntry(models.Model):
    """One use of a moderator's, an admin's or an operator's power. Written by `record_audit()` only; never changed.

    `company` is empty for acts outside any company, `member` for an operator's acts; both it and `person` are empty for
    the command line of the server. `before` and `after` hold facts, never anybody's text.
    """

    company = models.CharField(_("company"), max_length=20, blank=True)
    member = models.CharField(_("member"), max_length=20, blank=True)
    person = models.CharField(_("person"), max_length=20, blank=True)
    action = models.CharField(_("act"), max_length=60)
    target_kind = models.CharField(_("kind"), max_length=40)
    target_id = models.CharField(_("number"), max_length=40, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    request_id = models.CharField(_("number of the request"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("time"), default=clock.now)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        constraints = [
            models.CheckConstraint(condition=~models.Q(action="") & ~models.Q(target_kind=""), name="audit_says_what"),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="audit_of_company"),
            models.Index(fields=["company", "target_kind", "target_id", "-id"], name="audit_of_target"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_kind} {self.target_id}".strip()
