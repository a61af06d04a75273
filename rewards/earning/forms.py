"""What people fill in about prices and points."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.text.fields import CleanCharField
from rewards.earning.actions.program import ProgramSettings
from rewards.earning.models import PriceList, Program
from rewards.earning.pricing import Prices


class ChoiceForm(forms.Form):
    """Declining points, or taking them again."""

    declines = forms.BooleanField(
        label=_("Recognise my answers without points"),
        required=False,
        help_text=_("Reputation and badges stay as they are. What you have earned so far stays yours."),
    )


class ProgramForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Changing the programme."""

    currency = CleanCharField(label=_("Currency"), min_length=3, max_length=3, help_text=_("For instance GBP or EUR."))

    class Meta:
        model = Program
        fields = list(ProgramSettings.__dataclass_fields__)
        help_texts = {
            "is_running": _("Only while it runs do answers earn points."),
            "minor_units_per_point": _("In pence, cents or the like."),
            "maturation_days": _("Until then, points go back to the pot when an acceptance is withdrawn."),
            "clawback_floor": _("When points that were spent have to be taken back. 0: the rest is written off."),
        }

    def clean_currency(self) -> str:
        """Keep currencies in capital letters."""
        return str(self.cleaned_data["currency"]).upper()


class PriceListForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Writing the draft of a price list."""

    class Meta:
        model = PriceList
        fields = [each.name for each in fields(Prices)]

    @property
    def prices(self) -> Prices:
        """Return what was filled in."""
        return Prices(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class ActivateForm(forms.Form):
    """Putting a draft into force as it was seen."""

    digest = forms.CharField(label="", max_length=64, widget=forms.HiddenInput)


class ReplayForm(forms.Form):
    """Choosing how much of the past is decided again."""

    CHOICES = (("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")))
    days = forms.ChoiceField(label=_("How far back"), choices=CHOICES, initial="90")

    @classmethod
    def days_in(cls, data: Any) -> int:
        """Return the chosen number of days, 90 for anything else."""
        chosen = data.get("days", "")
        return int(chosen) if chosen in dict(cls.CHOICES) else 90
