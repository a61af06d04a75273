"""What helpers fill in about how they want to be asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import available_timezones

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.language import community_languages
from accounts.models import Company
from community import clock
from community.personalization.routing.actions.wish import Wish
from community.personalization.routing.hours import begin_of_day
from community.personalization.routing.models import HelperSettings
from community.personalization.routing.models.helper import UPPER_LIMIT
from community.personalization.routing.wording import GROUPS
from community.questions.models import Topic

_ANY = ("", _("any"))
# A pause is neither so long past that its first moment has no date in UTC, nor longer than somebody would remember it.
_EARLIEST: Final = date(2000, 1, 1)
_LONGEST: Final = timedelta(days=3653)


def _hours() -> list[tuple[Any, Any]]:
    return [_ANY, *((hour, f"{hour:02d}:00") for hour in range(24))]


def _hour(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=_hours, coerce=int, empty_value=None, required=False)


def _latest() -> date:
    return (clock.now() + _LONGEST).date()


class WishForm(forms.Form):
    """How a member wants to be asked."""

    paused_until = forms.DateField(
        label=_("Pause until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[MinValueValidator(_EARLIEST), MaxValueValidator(_latest)],
        help_text=_("Nothing is offered to you before this day. Leave it empty to be asked."),
    )
    most_a_day = forms.IntegerField(
        label=_("At most so many questions in 24 hours"),
        min_value=0,
        max_value=UPPER_LIMIT,
        help_text=_("You can always answer more: every question is open to everybody."),
    )
    hours_from = _hour(_("From which hour"))
    hours_until = _hour(_("Until which hour"))
    time_zone = forms.ChoiceField(
        label=_("Your time zone"), choices=lambda: [(name, name) for name in sorted(available_timezones())]
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that you can help in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none for those in which you write here."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics that you like to help with"), required=False, widget=forms.CheckboxSelectMultiple
    )
    only_topics = forms.BooleanField(label=_("Offer me nothing but these topics"), required=False)

    switched_off = forms.MultipleChoiceField(
        label=_("Do not use for me"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, label) for name, label in GROUPS.items() if name != "fair_share"],
        help_text=_("For what you choose you count as everybody on average. The next offers show it."),
    )

    def __init__(self, *args: Any, company: Company, settings: HelperSettings, **kwargs: Any) -> None:
        initial = {name: getattr(settings, name) for name in _KEPT}
        if settings.paused_until is not None:
            initial["paused_until"] = settings.paused_until.astimezone(settings.zone).date()
        super().__init__(*args, **{"initial": initial, **kwargs})
        offered = {company.default_language, *company.languages}
        self.fields["languages"].choices = [each for each in community_languages() if each[0] in offered]  # type: ignore[attr-defined]
        topics = Topic.objects.filter(company=company).order_by("name")
        self.fields["topics"].choices = [(each.pk, each.name) for each in topics]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse half of the hours."""
        given = super().clean() or self.cleaned_data
        if (given.get("hours_from") is None) != (given.get("hours_until") is None):
            self.add_error("hours_until", _("Choose both hours, or none."))
        return given

    @property
    def wish(self) -> Wish:
        """Return what was filled in. A pause ends when its day begins in the member's time zone."""
        given = dict(self.cleaned_data)
        given["topics"] = [int(pk) for pk in given["topics"]]
        day = given.pop("paused_until")
        return Wish(**given, paused_until=begin_of_day(day, given["time_zone"]) if day else None)


_KEPT = ("most_a_day", "hours_from", "hours_until", "time_zone", "languages", "topics", "only_topics", "switched_off")
