"""Whom members may give their points to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company


class CharityQuerySet(models.QuerySet["Charity"]):
    """Sentences about charities."""

    def open(self, company: Company) -> CharityQuerySet:
        """Return the charities of the company that take gifts now, by name."""
        return self.filter(company=company, is_active=True).order_by("name", "pk")


class Charity(models.Model):
    """An organisation that the company passes points on to, as money. One that is not active takes no new gifts."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    name = models.CharField(_("name"), max_length=80)
    about = models.CharField(_("what it does"), max_length=200, blank=True)
    is_active = models.BooleanField(_("takes gifts"), default=True)

    objects = CharityQuerySet.as_manager()

    class Meta:
        verbose_name = _("charity")
        verbose_name_plural = _("charities")
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="payouts_charity_once"),
            models.CheckConstraint(condition=~Q(name=""), name="payouts_charity_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
