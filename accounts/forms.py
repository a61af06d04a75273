"""What people fill in about themselves and their company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.language import community_languages
from accounts.models import Company, CompanySlug, Person
from community.text.fields import CleanCharField


class NameForm(forms.Form):
    """Choosing the name that others see."""

    display_name = CleanCharField(
        label=_("Display name"),
        min_length=2,
        max_length=40,
        help_text=_("Everybody in this community sees it. It need not be your real name."),
    )


class SetupForm(forms.Form):
    """Making the first company."""

    code = CleanCharField(
        label=_("One-time code"), max_length=40, help_text=_("The start of Peerdesk prints it in the terminal.")
    )
    name = CleanCharField(label=_("Name of the company"), min_length=2, max_length=80)
    slug = forms.SlugField(
        label=_("Short name"),
        max_length=40,
        help_text=_("Part of the address: /c/short-name/. Letters, digits and hyphens."),
        error_messages={"invalid": _("Use only letters, digits and hyphens, without spaces.")},
    )
    colour = forms.CharField(
        label=_("Brand colour"), initial="#005f54", widget=forms.TextInput(attrs={"type": "color"})
    )
    language = forms.ChoiceField(label=_("Main language"), choices=community_languages, initial=get_language)
    topics = forms.CharField(
        label=_("Topics"),
        widget=forms.Textarea(attrs={"rows": 5}),
        initial=_("Getting started\nBilling\nTechnical problems\nSomething else"),
        help_text=_("What people will ask about, one per line. You can change them later."),
    )
    display_name = CleanCharField(label=_("Your display name"), min_length=2, max_length=40)
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput, strip=False, help_text=_("At least ten characters.")
    )

    def __init__(self, *args: Any, has_account: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_account:
            del self.fields["email"], self.fields["password"]

    def clean_email(self) -> str:
        """Refuse an address that has an account: its owner signs in first."""
        email = str(self.cleaned_data["email"]).lower()
        if Person.objects.filter(email=email).exists():
            raise forms.ValidationError(_("This address has an account already. Sign in with it first."))
        return email

    def clean_password(self) -> str:
        """Hold the password to the rules for all passwords."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password

    def clean_slug(self) -> str:
        """Refuse a short name that is taken; lower case only."""
        slug = str(self.cleaned_data["slug"]).lower()
        if Company.objects.filter(slug=slug).exists() or CompanySlug.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("This short name is taken. Choose another."))
        return slug

    def clean_colour(self) -> str:
        """Refuse anything but # and six hexadecimal digits."""
        colour = str(self.cleaned_data["colour"])
        for validator in Company._meta.get_field("colour").validators:
            validator(colour)
        return colour

    def clean_topics(self) -> list[str]:
        """Split the lines; at least one topic is needed, because every question has one."""
        names = [line.strip()[:60] for line in str(self.cleaned_data["topics"]).splitlines()]
        names = list(dict.fromkeys(name for name in names if name))
        if not names:
            raise forms.ValidationError(_("Write at least one topic."))
        if len(names) > 40:
            raise forms.ValidationError(_("Start with at most 40 topics."))
        return names
