"""What members and admins fill in about payouts."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from community.text.fields import CleanCharField
from rewards.ledger.models.transfer import MOST_POINTS
from rewards.payouts.actions.details import Destination
from rewards.payouts.actions.request import Part
from rewards.payouts.iban import tidy
from rewards.payouts.models import Charity, Payout, PayoutRules
from rewards.payouts.policies import DetailsRefused, check_details
from rewards.payouts.queries.wallet import Way

_LABELS = {
    Payout.Method.CASH: _("Points as cash"),
    Payout.Method.CREDIT: _("Points as account credit"),
    Payout.Method.CHARITY: _("Points as a gift to charity"),
}


class PointsField(forms.IntegerField):
    """A whole number of points, at least 1; or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            min_value=1,
            max_value=MOST_POINTS,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "step": 1, "autocomplete": "off"}),
            error_messages={
                "invalid": _("Write a whole number of points, without a decimal point."),
                "min_value": _("Write at least 1 point, or leave this empty."),
                "max_value": _("That is more points than anybody has."),
            },
            **kwargs,
        )


class PayoutForm(forms.Form):
    """Asking for a payout, in up to three parts; the rest is kept. Makes one request however often it is sent."""

    submission = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Something is missing in this form. Open it again."),
            "invalid": _("Something is wrong in this form. Open it again."),
        },
    )

    def __init__(self, *args: Any, company: Company, ways: list[Way], **kwargs: Any) -> None:
        kwargs["initial"] = {"submission": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.methods = [way.method for way in ways]
        for method in self.methods:
            self.fields[method] = PointsField(label=_LABELS[method])
        if Payout.Method.CHARITY in self.methods:
            self.fields["to"] = forms.ModelChoiceField(
                label=_("Which charity"),
                queryset=Charity.objects.open(company),
                required=False,
                empty_label=_("Choose a charity"),
                error_messages={"invalid_choice": _("Choose one of the charities.")},
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a form that asks for nothing, and a gift to nobody."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(method) for method in self.methods):
            raise forms.ValidationError(_("Write how many points you want to take out, and how."))
        if cleaned.get(Payout.Method.CHARITY) and not cleaned.get("to") and "to" not in self.errors:
            self.add_error("to", _("Choose one of the charities."))
        return cleaned

    def parts(self) -> list[Part]:
        """Return what the valid form asks for."""
        return [
            Part(method, points, self.cleaned_data["to"] if method == Payout.Method.CHARITY else None)
            for method in self.methods
            if (points := self.cleaned_data.get(method))
        ]

    def points_of(self, way: Way) -> Any:
        """Return the field of one way to take points out."""
        return self[way.method]


class DetailsForm(forms.Form):
    """Where a member's money goes."""

    holder = CleanCharField(label=_("Account holder"), max_length=70, required=False)
    iban = CleanCharField(
        label=_("IBAN"),
        max_length=60,
        required=False,
        help_text=_("The number of your bank account, for instance DE89 3704 0044 0532 0130 00."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    customer_number = CleanCharField(
        label=_("Customer number"),
        max_length=60,
        required=False,
        help_text=_("For account credit: the number under which the company knows you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    is_of_age = forms.BooleanField(label=_("I am of age where I live"), required=False)

    def clean_iban(self) -> str:
        """Take the spaces and hyphens out that people write."""
        return tidy(self.cleaned_data["iban"])

    def clean(self) -> dict[str, Any]:
        """Say beside the field what is wrong with an account."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_details(cleaned["holder"], cleaned["iban"])
            except DetailsRefused as refusal:
                self.add_error(refusal.field, str(refusal))
        return cleaned

    def destination(self) -> Destination:
        """Return what the valid form says."""
        return Destination(**self.cleaned_data)


class RulesForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Deciding how points are paid out."""

    cash_months = forms.TypedMultipleChoiceField(
        label=_("Months for cash"),
        choices=[(month, month) for month in range(1, 13)],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In which months cash can be taken out. None means always."),
    )
    countries = CleanCharField(
        label=_("Countries of bank accounts"),
        max_length=200,
        required=False,
        help_text=_("Two letters each, such as DE FR. Empty means all."),
    )

    class Meta:
        model = PayoutRules
        fields = [
            "offers_cash", "offers_credit", "threshold", "credit_threshold", "charity_threshold", "cash_months",
            "first_day", "last_day", "second_person_limit", "default_choice", "details_wait_hours", "asks_age",
            "countries", "yearly_most", "expiry_months", "expiry_charity",
        ]  # fmt: skip
        help_texts = {
            "second_person_limit": _(
                "From so many points of one member in 30 days, two different admins have to approve. At most 20,000."
            ),
            "expiry_months": _("0 means never. Members are warned twice before."),
            "expiry_charity": _("Without one they go back to the company."),
            "yearly_most": _("Points that one member can take out as cash in a year. 0 means any."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["countries"] = " ".join(self.initial.get("countries") or [])

    def clean_countries(self) -> list[str]:
        """Split the letters."""
        codes = self.cleaned_data["countries"].replace(",", " ").upper().split()
        if not all(len(code) == 2 and code.isascii() and code.isalpha() for code in codes):
            raise forms.ValidationError(_("Write two letters for each country, with spaces between them."))
        return sorted(set(codes))


class WebhookForm(forms.Form):
    """Saying where account credit is sent."""

    url = CleanCharField(
        label=_("Address"), max_length=500, help_text=_("For instance https://billing.example.com/points")
    )


class CharityForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Naming an organisation that members may give to."""

    name = CleanCharField(label=_("Name"), min_length=2, max_length=80)
    about = CleanCharField(label=_("What it does"), max_length=200, required=False)

    class Meta:
        model = Charity
        fields = ["name", "about", "is_active"]


class ReferenceForm(forms.Form):
    """Saying that a transfer was made."""

    reference = CleanCharField(
        label=_("Reference"),
        max_length=100,
        required=False,
        help_text=_("Under which the bank knows it. The member reads this."),
    )
