"""What people decide about boards and levels."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.abilities import LEVEL_NAMES
from community.text.fields import CleanTextField


class ListingForm(forms.Form):
    """Choosing whether to stand on the boards of helpers."""

    is_listed = forms.BooleanField(
        label=_("List me among the helpers"),
        required=False,
        help_text=_("Your reputation and badges stay as they are. Only the lists of top helpers leave you out."),
    )


class LevelForm(forms.Form):
    """A moderator's decision about a trust level."""

    trust_level = forms.TypedChoiceField(
        label=_("Trust level"),
        choices=[(number, f"{number} · {name}") for number, name in enumerate(LEVEL_NAMES)],
        coerce=int,
        help_text=_("It stays until a moderator lets the rules decide again."),
    )
    reason = CleanTextField(
        label=_("Reason"),
        min_length=3,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The member reads this."),
    )
