"""What admins fill in about badges."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Membership
from accounts.models.membership import name_key_of
from community.questions.models import Topic
from community.text.fields import CleanCharField, CleanTextField
from rewards.badges.actions.build import BadgeWords
from rewards.badges.actions.hand import MOST_AT_ONCE
from rewards.badges.models import Badge
from rewards.badges.rules import MOST, Metric, Period, Rule


class BadgeForm(forms.Form):
    """Making or changing a badge: its words, and the rule by which it is given."""

    name = CleanCharField(
        label=_("Name"),
        max_length=60,
        required=False,
        help_text=_("{year} stands for the year in which it was earned. A badge we brought keeps its name when empty."),
    )
    description = CleanCharField(label=_("Description"), max_length=200, required=False)
    metric = forms.ChoiceField(
        label=_("What is counted"), choices=[("", _("Nothing: given by hand only")), *Metric.choices], required=False
    )
    threshold = forms.IntegerField(
        label=_("How much is needed"), min_value=1, max_value=MOST, required=False, initial=10
    )
    period = forms.ChoiceField(label=_("Within"), choices=Period.choices, initial=Period.ALL)
    topic = forms.ModelChoiceField(
        label=_("Only in this topic"), queryset=Topic.objects.none(), required=False, empty_label=_("All topics")
    )
    valid_days = forms.IntegerField(
        label=_("Holds for so many days"),
        min_value=1,
        max_value=36_500,
        required=False,
        help_text=_("For ever, when empty."),
    )
    is_active = forms.BooleanField(label=_("Can be earned"), required=False, initial=True)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=10_000, initial=100)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ModelChoiceField)
        topic.queryset = Topic.objects.of(company)
        topic.error_messages["invalid_choice"] = _("Choose a topic of this community.")

    def clean(self) -> dict[str, Any]:
        """Ask for the number when something is counted."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("metric") and not cleaned.get("threshold") and "threshold" not in self.errors:
            self.add_error("threshold", _("Say how much is needed."))
        return cleaned

    @property
    def rule(self) -> Rule | None:
        """Return the rule of a valid form; None for a badge that is given by hand."""
        words = self.cleaned_data
        if not words["metric"]:
            return None
        topic = words["topic"]
        return Rule(words["metric"], words["threshold"], words["period"], topic.pk if topic else None)

    @property
    def words(self) -> BadgeWords:
        """Return what a valid form says."""
        given = {
            name: self.cleaned_data[name] for name in ("name", "description", "valid_days", "is_active", "position")
        }
        return BadgeWords(rule=self.rule.as_json() if self.rule else {}, **given)


def initial_of(badge: Badge) -> dict[str, Any]:
    """Return what the form of a badge begins with."""
    rule = badge.checked_rule
    words = {name: getattr(badge, name) for name in ("name", "description", "valid_days", "is_active", "position")}
    if rule is None:
        return words | {"metric": ""}
    return words | {"metric": rule.metric, "threshold": rule.threshold, "period": rule.period, "topic": rule.topic}


class HandForm(forms.Form):
    """Giving a badge to members by name."""

    names = CleanTextField(
        label=_("Members"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Their display names, one per line, at most 50."),
    )
    reason = CleanTextField(label=_("Reason"), min_length=3, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._company = company

    def clean_names(self) -> list[Membership]:
        """Return the members. Names that nobody has are an error that names them."""
        lines = [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Give it to at most 50 members at once."))
        keys = {name_key_of(line): line for line in lines}
        members = Membership.objects.of(self._company).exclude(kind=Membership.Kind.FORMER)
        found = {member.name_key: member for member in members.filter(name_key__in=keys)}
        missing = [line for key, line in keys.items() if key not in found]
        if missing:
            raise forms.ValidationError(
                _("Nobody here has this name: %(names)s."), params={"names": ", ".join(missing)}
            )
        return [found[key] for key in keys]
