"""When acceptances and votes look as if somebody dealt with themselves."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company


def _number(label: Any, *, default: int, most: int, help_text: Any = "") -> Any:
    return models.PositiveIntegerField(
        label, default=default, help_text=help_text, validators=[MinValueValidator(1), MaxValueValidator(most)]
    )


class IntegrityRules(models.Model):
    """A company's thresholds. Members read which kinds of signals there are, never the numbers. `version` counts changes.

    A company without a row goes by the defaults.
    """

    company = models.OneToOneField(
        Company, on_delete=models.CASCADE, primary_key=True, related_name="integrity_rules", verbose_name=_("company")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    is_on = models.BooleanField(_("look for unfair points"), default=True)
    signals_to_hold = _number(_("signals until points are held"), default=2, most=5)
    share_percent = _number(_("share of acceptances for one author, in percent"), default=50, most=100)
    share_least = _number(_("acceptances until the share counts"), default=4, most=100)
    one_in = _number(
        _("how unlikely it must be"),
        default=1000,
        most=1_000_000,
        help_text=_("1,000 means: by chance, given who answers in these topics, it happens once in a thousand times."),
    )
    reciprocal_least = _number(_("acceptances in each direction"), default=2, most=100)
    reciprocal_days = _number(_("days within which they go both ways"), default=30, most=90)
    burst_seconds = _number(_("seconds from posting to acceptance"), default=60, most=3600)
    young_days = _number(_("days for which an account is young"), default=3, most=90)
    crowd = _number(
        _("most members of one address"),
        default=5,
        most=1000,
        help_text=_("An address that more members use says nothing: an office, a mobile network."),
    )
    scan_days = _number(_("days that the nightly look covers"), default=28, most=90)

    class Meta:
        verbose_name = _("rules of fairness")
        verbose_name_plural = _("rules of fairness")
        constraints = [
            models.CheckConstraint(
                condition=Q(share_percent__gte=1, share_percent__lte=100), name="share_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(signals_to_hold__gte=1) & Q(one_in__gte=1) & Q(version__gte=1),
                name="rules_ask_for_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.company)
