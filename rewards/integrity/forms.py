"""What moderators and admins fill in about fairness."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from community.text.fields import CleanTextField
from rewards.integrity.models import IntegrityRules

THRESHOLDS = (
    "is_on", "signals_to_hold", "share_percent", "share_least", "one_in", "reciprocal_least", "reciprocal_days",
    "burst_seconds", "young_days", "crowd", "scan_days",
)  # fmt: skip


class CaseForm(forms.Form):
    """Saying why points are paid or not."""

    reason = CleanTextField(
        label=_("Reason"),
        min_length=3,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The member who earned the points reads this."),
    )


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Changing thresholds."""

    class Meta:
        model = IntegrityRules
        fields = THRESHOLDS
