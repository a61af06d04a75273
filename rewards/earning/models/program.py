"""Whether and how a company pays for help, and who would rather not be paid."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from community import clock

SHORTEST_MATURATION, LONGEST_MATURATION = 3, 365
MOST_OF_A_FLOOR = 1_000_000


class Program(models.Model):
    """A company's programme. Its row is locked by everything that decides about points, one after another.

    `minor_units_per_point` is what a point is worth: pence, cents. `clawback_floor` is how many points below zero a
    balance may fall when vested points are taken back. `last_sequence` numbers decisions and endings in their order.
    """

    company = models.OneToOneField(
        Company,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="reward_program",
        verbose_name=_("company"),
    )
    is_running = models.BooleanField(_("running"), default=False)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="GBP",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write the currency in three capital letters, such as EUR."))],
    )
    minor_units_per_point = models.PositiveIntegerField(
        _("worth of a point"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    maturation_days = models.PositiveSmallIntegerField(
        _("days until points vest"),
        default=14,
        validators=[MinValueValidator(SHORTEST_MATURATION), MaxValueValidator(LONGEST_MATURATION)],
    )
    clawback_floor = models.PositiveIntegerField(
        _("points a balance may fall below zero"), default=0, validators=[MaxValueValidator(MOST_OF_A_FLOOR)]
    )
    last_sequence = models.BigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("reward programme")
        verbose_name_plural = _("reward programme")
        constraints = [
            models.CheckConstraint(
                condition=Q(maturation_days__gte=SHORTEST_MATURATION, maturation_days__lte=LONGEST_MATURATION),
                name="points_mature_for_days",
            ),
            models.CheckConstraint(condition=Q(minor_units_per_point__gte=1), name="a_point_is_worth_something"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="currency_is_three_letters"),
        ]

    def __str__(self) -> str:
        return str(self.company)


class EarningChoice(models.Model):
    """A member's wish to be recognised without points. Nobody has a row before they choose."""

    member = models.OneToOneField(
        Membership, on_delete=models.PROTECT, primary_key=True, related_name="earning_choice", verbose_name=_("member")
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    declines_points = models.BooleanField(default=False)
    chosen_at = models.DateTimeField(default=clock.now)
