"""What moderators write about the learning."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from community.personalization.accountability.models.audit import LONGEST_ACTION
from community.personalization.memory.models import Switch


class FindingForm(forms.Form):
    """What is done about a finding."""

    action = forms.CharField(
        label=_("What do you do about it?"),
        max_length=LONGEST_ACTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Members read that something is done, moderators what and by whom."),
    )


class SwitchForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Switching offers on or off."""

    class Meta:
        model = Switch
        fields = ("offers",)
        help_texts = {
            "offers": _("While it is off nobody is offered anything. Questions are open to everybody all the same."),
        }
