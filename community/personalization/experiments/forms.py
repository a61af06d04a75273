"""What admins fill in about experiments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.personalization.experiments.metrics import METRICS
from community.personalization.experiments.models import Experiment
from community.personalization.experiments.policies import LEAST_SHARE
from community.personalization.experiments.treatments import TREATMENTS
from community.text.fields import CleanCharField

MOST_SHARE = 100 - LEAST_SHARE


def _words(label: Any, most: int) -> CleanCharField:
    return CleanCharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 2}))


class ExperimentForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Registering an experiment. Nothing of it can be changed afterwards."""

    treatment = forms.ChoiceField(label=_("What is tried out"))
    metric = forms.ChoiceField(
        label=_("Judged by whether it"),
        help_text=_("Questions are judged by answers and solutions, members by whether they answer somebody."),
    )
    share = forms.IntegerField(
        label=_("For how many percent it is new"),
        min_value=LEAST_SHARE,
        max_value=MOST_SHARE,
        initial=50,
        help_text=_("The others keep what is usual. Five percent of everything are never part of an experiment."),
    )
    hypothesis = _words(_("What you expect, and why"), 500)
    harm = _words(_("Whom could it harm, and how would you notice?"), 300)
    vulnerable = _words(_("What does it mean for people who need help most?"), 300)
    reversal = _words(_("How is it taken back?"), 300)
    notice = _words(_("How do people learn of it, beside the page of experiments?"), 300)
    touches_nothing = forms.BooleanField(label=_("It touches no pay, moderation, access or redress"))

    class Meta:
        model = Experiment
        fields = (
            "key", "treatment", "hypothesis", "metric", "hours", "tau", "share", "most_days", "harm", "vulnerable",
            "reversal", "notice", "touches_nothing",
        )  # fmt: skip
        help_texts = {
            "hours": _("Only what is that old counts, so that nothing that is still open is taken for a failure."),
            "tau": _("The smaller, the longer it takes to find out. Five is usual."),
            "most_days": _("It also stops by itself when it does harm."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, table in (("treatment", TREATMENTS), ("metric", METRICS)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(key, each.label) for key, each in table.items()]

    @property
    def wanted(self) -> Experiment:
        """Return what was filled in, as a row that is not saved."""
        given = dict(self.cleaned_data)
        share, treatment = given.pop("share"), TREATMENTS[given["treatment"]]
        others = len(treatment.variants) - 1
        shares = [100 - share // others * others, *[share // others] * others]
        return Experiment(**given, variants=[each.key for each in treatment.variants], shares=shares)


class StopForm(forms.Form):
    """Saying why an experiment ends early."""

    reason = CleanCharField(label=_("Reason"), max_length=300, help_text=_("It stands in the log."))
