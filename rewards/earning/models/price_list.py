"""What help is worth."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, fields
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock
from rewards.earning.pricing import Prices

MOST_OF_A_PRICE = 100_000
MOST_OF_A_POT = 500_000_000
# Decisions about later answers of a helper are not even written down.
MOST_FIRST_ANSWERS = 20


def _price(label: Any, help_text: Any = "", *, default: int = 0, most: int = MOST_OF_A_PRICE) -> Any:
    return models.PositiveIntegerField(
        label, default=default, help_text=help_text, validators=[MaxValueValidator(most)]
    )


class PriceListQuerySet(models.QuerySet["PriceList"]):
    """Sentences about price lists."""

    def of(self, company: Company) -> PriceListQuerySet:
        """Return this company's lists."""
        return self.filter(company=company)

    def active(self) -> PriceListQuerySet:
        """Return the lists in force: at most one of each company."""
        return self.filter(state=PriceList.State.ACTIVE)


class PriceList(models.Model):
    """One version of a company's prices, in points. A trigger keeps every number as it was once the list is in force.

    The author is who edited the draft last; somebody else has to bring it into force. 0 means: not paid.
    """

    class State(models.TextChoices):
        """A draft changes nothing; the active one decides; retired ones explain the past."""

        DRAFT = "draft", _("draft")
        ACTIVE = "active", _("in force")
        RETIRED = "retired", _("retired")

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    monthly_pot = _price(_("pot of a month"), _("All that can be earned in a month, in points."), most=MOST_OF_A_POT)
    soft_cap = _price(
        _("full rate up to"),
        _("Points that one member earns in a month at the full rate."),
        default=10_000,
        most=MOST_OF_A_POT,
    )
    rate_above_cap = models.PositiveSmallIntegerField(
        _("percent above that"), default=25, validators=[MaxValueValidator(100)]
    )
    accepted_answer = _price(_("accepted answer"), default=100)
    pays_moderators_choice = models.BooleanField(_("also when a moderator accepts it"), default=True)
    first_answer = _price(_("first answers of a new helper"), _("For each of the first answers, accepted or not."))
    first_answers = _price(_("how many first answers"), default=5, most=MOST_FIRST_ANSWERS)
    helpful_vote = _price(_("helpful vote"))
    votes_per_answer = _price(_("paid votes for an answer"), default=10, most=1000)
    reuse = _price(_("re-use of an answer"), _("When an answer solves it for somebody else too; half after every ten."))
    reuse_most = _price(_("most for re-use of one answer"), default=200)
    make_good = _price(_("making good a broken promise"), _("Paid to the person who asked."))
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    activated_by = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    activated_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    retired_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = PriceListQuerySet.as_manager()

    class Meta:
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints = [
            models.UniqueConstraint(fields=["company", "version"], name="price_list_version_once"),
            models.UniqueConstraint(fields=["company"], condition=Q(state="active"), name="one_active_price_list"),
            models.CheckConstraint(
                condition=Q(activated_by__isnull=True) | ~Q(activated_by=F("author")),
                name="price_list_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", activated_by__isnull=True, activated_at__isnull=True)
                | Q(state__in=["active", "retired"], activated_by__isnull=False, activated_at__isnull=False),
                name="price_list_in_force_was_approved",
            ),
            models.CheckConstraint(condition=Q(rate_above_cap__lte=100), name="rate_above_cap_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.version}"

    @property
    def prices(self) -> Prices:
        """Return the numbers alone."""
        return Prices(**{each.name: getattr(self, each.name) for each in fields(Prices)})

    @property
    def digest(self) -> str:
        """Return what tells one state of a draft from another: of its numbers and its author."""
        said = json.dumps([self.version, self.author_id, asdict(self.prices)], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()
