"""What moderators and admins fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.language import community_languages
from accounts.models import Company, Membership
from community.questions.models import Topic
from community.text.fields import CleanCharField, CleanTextField

LENGTHS = {"24h": timedelta(hours=24), "3d": timedelta(days=3), "7d": timedelta(days=7), "30d": timedelta(days=30)}
LENGTH_CHOICES: Sequence[tuple[str, Any]] = (
    ("24h", _("24 hours")),
    ("3d", _("3 days")),
    ("7d", _("7 days")),
    ("30d", _("30 days")),
)


class ConfirmForm(forms.Form):
    """Saying yes, and nothing else."""


class WhyForm(forms.Form):
    """Saying why something is done about a member, who reads it."""

    reason = CleanTextField(
        label=_("Reason"),
        min_length=3,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The member reads this."),
    )


class HideForm(WhyForm):
    """Saying why a post is hidden."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("The author reads this.")


class SuspendForm(WhyForm):
    """Choosing for how long somebody may only read, and saying why."""

    length = forms.ChoiceField(label=_("For how long"), choices=LENGTH_CHOICES, initial="24h")
    field_order = ["length"]


class AppealForm(forms.Form):
    """Saying why a decision is wrong."""

    text = CleanTextField(
        label=_("Why is the decision wrong?"),
        min_length=10,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Somebody who did not take part in the decision reads this and answers you."),
    )


class AnswerForm(forms.Form):
    """Answering an appeal."""

    answer = CleanTextField(
        label=_("Answer to the member"),
        min_length=3,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The member reads this."),
    )


class RoleForm(forms.Form):
    """Choosing what a member may do, and what the company vouches for."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        help_text=_("Moderators hide, restore, lock, close and suspend. Admins also decide about roles and settings."),
    )
    affiliation = forms.ChoiceField(
        label=_("Mark"), choices=Membership.Affiliation.choices, help_text=_("Everybody sees it beside the name.")
    )


class TopicForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Making or changing a topic."""

    name = CleanCharField(label=_("Name"), min_length=2, max_length=60)
    description = CleanCharField(label=_("Description"), max_length=200, required=False)

    class Meta:
        model = Topic
        fields = ["name", "description", "parent", "position"]


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Changing the company's settings."""

    name = CleanCharField(label=_("Name"), min_length=2, max_length=80)
    tagline = CleanCharField(label=_("Tagline"), max_length=140, required=False)
    slug = forms.SlugField(
        label=_("Short name"),
        max_length=40,
        help_text=_("Part of the address. Links with the former name lead on."),
        error_messages={"invalid": _("Use only letters, digits and hyphens, without spaces.")},
    )
    colour = forms.CharField(label=_("Brand colour"), widget=forms.TextInput(attrs={"type": "color"}))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=community_languages, widget=forms.CheckboxSelectMultiple
    )
    default_language = forms.ChoiceField(label=_("Main language"), choices=community_languages)
    host = CleanCharField(
        label=_("Own host name"),
        max_length=120,
        required=False,
        help_text=_("For instance help.example.com. Whoever runs the server must allow it first."),
    )
    is_open = forms.BooleanField(
        label=_("Open"),
        required=False,
        help_text=_("A closed community can be read, but nobody can join or write."),
    )

    class Meta:
        model = Company
        fields = ["name", "tagline", "slug", "colour", "languages", "default_language", "host", "is_open"]

    def clean_slug(self) -> str:
        """Keep short names in lower case."""
        return str(self.cleaned_data["slug"]).lower()

    def clean_host(self) -> str | None:
        """Keep host names in lower case, and none as none: two companies without one do not collide."""
        return str(self.cleaned_data["host"]).lower() or None

    def clean(self) -> dict[str, Any]:
        """Refuse a main language that is not among the languages."""
        cleaned = super().clean() or self.cleaned_data
        main = cleaned.get("default_language")
        if main and main not in cleaned.get("languages", [main]):
            self.add_error("default_language", _("The main language must be one of the languages."))
        return cleaned
