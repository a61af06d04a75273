"""What admins assume about the worth of an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.insights.speed.models import ValueAssumptions
from community.text.fields import CleanCharField


class AssumptionsForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """The next version of the assumptions; `seen` is the one that stands on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    currency = CleanCharField(label=_("Currency"), min_length=3, max_length=3, help_text=_("For instance GBP or EUR."))
    note = CleanCharField(
        label=_("Where these numbers come from"),
        required=False,
        max_length=300,
        help_text=_("For instance: costs of our service centre in spring, divided by its contacts."),
    )

    class Meta:
        model = ValueAssumptions
        fields = [
            "currency", "share_low", "share_middle", "share_high", "cost_low", "cost_middle", "cost_high", "note",
        ]  # fmt: skip

    def clean_currency(self) -> str:
        """Return the currency in capital letters."""
        return str(self.cleaned_data["currency"]).upper()

    @property
    def shares(self) -> list[Any]:
        """Return the fields of the three shares."""
        return [self[name] for name in ("share_low", "share_middle", "share_high")]

    @property
    def costs(self) -> list[Any]:
        """Return the fields of the three costs."""
        return [self[name] for name in ("cost_low", "cost_middle", "cost_high")]
