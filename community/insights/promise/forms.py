"""What admins fill in about promises."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.insights.promise.actions.make import Terms
from community.insights.promise.models import Ladder, Promise
from community.insights.promise.models.promise import DAY, MOST_SECONDS
from community.text.fields import CleanCharField

UNITS = ((60, _("minutes")), (3600, _("hours")), (DAY, _("days")))
LADDER = ("is_on", "wider", "helpers", "superusers", "staff")


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_SECONDS // 60, required=False)


def _unit(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=UNITS, coerce=int, initial=60)


def _share(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=100, required=False)


class PromiseForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Making the next version of the promise. A half without a time is not promised; without both, nothing is."""

    answer_number = _number(_("First answer within"))
    answer_unit = _unit(_("Unit of the first answer's time"))
    answer_percent = _share(_("For how many percent of questions"))
    resolution_number = _number(_("Solution within"))
    resolution_unit = _unit(_("Unit of the solution's time"))
    resolution_percent = _share(_("For how many percent of questions"))
    withdraw = forms.BooleanField(label=_("Promise nothing any more"), required=False)
    begins = forms.SplitDateTimeField(
        label=_("In force from"),
        required=False,
        help_text=_("In UTC. Leave it empty for now. Questions that were asked before stay under their promise."),
    )
    note = CleanCharField(label=_("Note"), max_length=300, required=False, help_text=_("Everybody can read it."))
    seen = forms.IntegerField(label="", widget=forms.HiddenInput, required=False)

    class Meta:
        model = Promise
        fields = ("note",)

    def clean(self) -> dict[str, Any]:
        """Refuse half a clause, and a withdrawal that promises something."""
        given = super().clean() or self.cleaned_data
        for half in ("answer", "resolution"):
            if (given.get(f"{half}_number") is None) != (given.get(f"{half}_percent") is None):
                self.add_error(f"{half}_percent", _("Say both: within which time, and for how many percent."))
        promises = any(given.get(f"{half}_number") is not None for half in ("answer", "resolution"))
        if given.get("withdraw") and promises:
            self.add_error("withdraw", _("Empty the numbers above to promise nothing."))
        elif not given.get("withdraw") and not promises and not self.errors:
            self.add_error(None, _("Promise a first answer, a solution, or both."))
        return given

    @property
    def terms(self) -> Terms:
        """Return what was filled in."""
        given = self.cleaned_data
        return Terms(
            answer_within=_seconds(given, "answer"),
            answer_share=given["answer_percent"],
            resolution_within=_seconds(given, "resolution"),
            resolution_share=given["resolution_percent"],
            note=given["note"],
        )


def _seconds(given: dict[str, Any], half: str) -> int | None:
    number = given[f"{half}_number"]
    return None if number is None else int(number) * int(given[f"{half}_unit"])


class LadderForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Changing who is told when."""

    class Meta:
        model = Ladder
        fields = LADDER
        help_texts = {
            "is_on": _("Nobody is told of a question twice, and everybody can switch these messages off."),
            "staff": _("1,440 minutes are a day."),
        }
