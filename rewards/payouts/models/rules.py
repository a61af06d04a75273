"""What a company decides about payouts."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from rewards.payouts.models.charity import Charity

# In points. Above it no setting spares the second admin: one admin alone could change the setting, too.
MOST_FOR_ONE_ADMIN: Final = 20_000


class PayoutRules(models.Model):
    """One company's rules. Thresholds and limits are in points; a company without a row has the defaults.

    `cash_months` are the months in which cash can be asked for, from `first_day` to `last_day`; none means always.
    """

    class Choice(models.TextChoices):
        """What the form proposes to a member."""

        KEEP = "keep", _("keep the points")
        CASH = "cash", _("cash")
        CREDIT = "credit", _("account credit")
        CHARITY = "charity", _("gift to charity")

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="payout_rules")
    offers_cash = models.BooleanField(_("cash"), default=True)
    offers_credit = models.BooleanField(_("account credit"), default=False)
    threshold = models.PositiveIntegerField(_("least points for cash"), default=1000, validators=[MinValueValidator(1)])
    credit_threshold = models.PositiveIntegerField(
        _("least points for account credit"), default=100, validators=[MinValueValidator(1)]
    )
    charity_threshold = models.PositiveIntegerField(
        _("least points for a gift"), default=1, validators=[MinValueValidator(1)]
    )
    cash_months = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("months for cash"), default=list, blank=True
    )
    first_day = models.PositiveSmallIntegerField(
        _("from day"), default=1, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    last_day = models.PositiveSmallIntegerField(
        _("to day"), default=31, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    second_person_limit = models.PositiveIntegerField(
        _("two admins from"), default=10_000, validators=[MinValueValidator(1), MaxValueValidator(MOST_FOR_ONE_ADMIN)]
    )
    default_choice = models.CharField(_("proposed choice"), max_length=10, choices=Choice.choices, default=Choice.KEEP)
    expiry_months = models.PositiveSmallIntegerField(
        _("points expire after months without any movement"), default=0, validators=[MaxValueValidator(120)]
    )
    expiry_charity = models.ForeignKey(
        Charity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("expired points go to"),
    )
    details_wait_hours = models.PositiveSmallIntegerField(
        _("hours after a change of payout details"),
        default=72,
        validators=[MinValueValidator(24), MaxValueValidator(720)],
    )
    asks_age = models.BooleanField(_("cash only for adults"), default=True)
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("countries of bank accounts"), default=list, blank=True
    )
    yearly_most = models.PositiveIntegerField(_("most cash in a year"), default=0)

    class Meta:
        verbose_name = _("rules of payouts")
        verbose_name_plural = _("rules of payouts")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    threshold__gt=0, credit_threshold__gt=0, charity_threshold__gt=0, second_person_limit__gt=0
                ),
                name="payouts_thresholds_are_positive",
            ),
            models.CheckConstraint(
                condition=Q(second_person_limit__lte=MOST_FOR_ONE_ADMIN), name="payouts_one_admin_has_a_limit"
            ),
            models.CheckConstraint(
                condition=Q(first_day__gte=1, first_day__lte=28, last_day__gte=models.F("first_day"), last_day__lte=31),
                name="payouts_window_has_days",
            ),
            models.CheckConstraint(
                condition=Q(cash_months__contained_by=list(range(1, 13))), name="payouts_window_has_months"
            ),
            models.CheckConstraint(condition=Q(details_wait_hours__gte=24), name="payouts_changes_wait_a_day"),
        ]

    def __str__(self) -> str:
        return str(_("Rules of payouts"))
