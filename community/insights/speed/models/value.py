"""What a company assumes about the worth of an answer."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock

MOST_COST = Decimal("100000.00")


def _share(label: object, default: int) -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        label,  # type: ignore[arg-type]
        default=default,
        validators=[MaxValueValidator(100)],
    )


def _cost(label: object, default: str) -> models.DecimalField[Decimal, Decimal]:
    return models.DecimalField(
        label,  # type: ignore[arg-type]
        max_digits=9,
        decimal_places=2,
        default=Decimal(default),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(MOST_COST)],
    )


class ValueAssumptionsQuerySet(models.QuerySet["ValueAssumptions"]):
    """Sentences about assumptions."""

    def of(self, company: Company) -> ValueAssumptionsQuerySet:
        """Return this company's versions, the newest first."""
        return self.filter(company=company).order_by("-version")


class ValueAssumptions(models.Model):
    """One version of the company's assumptions, each with a low, a middle and a high guess.

    The shares, in percent, say how many of those whose question was solved by a member would otherwise have contacted
    support; the costs say what one such contact costs, in the currency. Written once, by `speed.actions.value`: a trigger
    refuses every change. An unsaved row with its defaults is what is assumed until an admin says otherwise.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="GBP",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write the currency in three capital letters, such as EUR."))],
    )
    share_low = _share(_("at least"), 20)
    share_middle = _share(_("probably"), 40)
    share_high = _share(_("at most"), 60)
    cost_low = _cost(_("at least"), "3")
    cost_middle = _cost(_("probably"), "6")
    cost_high = _cost(_("at most"), "10")
    note = models.CharField(_("where these numbers come from"), max_length=300, blank=True)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ValueAssumptionsQuerySet.as_manager()

    class Meta:
        verbose_name = _("assumptions about the value")
        verbose_name_plural = _("assumptions about the value")
        constraints = [
            models.UniqueConstraint(fields=["company", "version"], name="one_version_of_assumptions"),
            models.CheckConstraint(condition=Q(version__gt=0), name="assumptions_version_positive"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="value_currency_is_three_letters"),
            models.CheckConstraint(
                condition=Q(share_middle__gte=F("share_low"), share_high__gte=F("share_middle"), share_high__lte=100),
                name="shares_in_order",
                violation_error_message=_("The three shares have to rise: at least, probably, at most."),
            ),
            models.CheckConstraint(
                condition=Q(cost_low__gte=0, cost_middle__gte=F("cost_low"), cost_high__gte=F("cost_middle")),
                name="costs_in_order",
                violation_error_message=_("The three costs have to rise: at least, probably, at most."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Assumptions, version %(number)d") % {"number": self.version or 0})
