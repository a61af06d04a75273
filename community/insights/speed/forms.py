"""What the dashboard asks: which questions, and whether the public page is on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.conf.locale import LANG_INFO
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Company
from community import clock
from community.insights.clocks.queries.population import Population, begin_of, zone_of
from community.insights.speed.board import BEGINNING
from community.insights.speed.models import SpeedPage
from community.insights.speed.tiles.registry import FEWEST
from community.questions.models import Tag, Topic
from community.questions.models.topic import tag_slug
from community.text.fields import CleanCharField

# The first of these that has enough questions for figures is what the dashboard opens with.
USUAL_DAYS: Final = (28, 90, 365)
# What can be counted exactly while somebody waits; longer views read the roll-ups.
MOST_DAYS: Final = 731
CHANNELS: Final = {
    "forum": gettext_lazy("community"),
    "widget": gettext_lazy("widget"),
    "api": gettext_lazy("programs"),
    "email": gettext_lazy("email"),
}
_DATE: Final = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_NOT_A_DAY: Final = gettext_lazy("Write the day as year-month-day, for instance 2026-03-31.")


class FiltersForm(forms.Form):
    """Which questions the figures are about.

    An empty form means the last days, in the company's time zone, that have enough questions for figures.
    """

    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=_DATE, input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _NOT_A_DAY},
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, widget=_DATE, input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _NOT_A_DAY},
    )  # fmt: skip
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"), required=False,
        error_messages={"invalid_choice": gettext_lazy("This community has no such topic. Choose one from the list.")},
    )  # fmt: skip
    tag = CleanCharField(label=gettext_lazy("Tag"), required=False, max_length=40)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), required=False,
        error_messages={"invalid_choice": gettext_lazy("Nobody asks in this language here. Choose one from the list.")},
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), required=False, choices=[("", gettext_lazy("all")), *CHANNELS.items()],
        error_messages={"invalid_choice": gettext_lazy("There is no such channel. Choose one from the list.")},
    )  # fmt: skip

    def __init__(self, data: Any, *, company: Company) -> None:
        super().__init__(data=_usual_days(company, _given(data)))
        self.company = company
        self.topics = list(Topic.objects.of(company))
        names: list[Any] = [("", _("all"))]
        self._choices("topic", [*names, *((str(topic.pk), topic.name) for topic in self.topics)])
        languages = [(code, LANG_INFO.get(code, {}).get("name_local", code)) for code in company.languages]
        self._choices("language", [*names, *languages])
        if len(languages) < 2:
            self.fields["language"].widget = forms.HiddenInput()

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_tag(self) -> str:
        """Return the key of the tag. Raises ValidationError where nobody has used it."""
        written = self.cleaned_data["tag"]
        slug = tag_slug(written)
        if written and not Tag.objects.filter(company=self.company, slug=slug).exists():
            raise forms.ValidationError(_("No question here has this tag."))
        return slug

    def clean(self) -> dict[str, Any]:
        """Return the filters. Adds an error where the days make no period."""
        found = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since is None or until is None:
            return found
        if until < since:
            self.add_error("until", _("The last day lies before the first one."))
        elif (until - since).days >= MOST_DAYS:
            self.add_error("since", _("Choose two years at most. The weekly trend reaches further back."))
        elif since < BEGINNING:
            self.add_error("since", _("Choose a day after 1999."))
        elif until > clock.now().astimezone(zone_of(self.company)).date() + timedelta(days=1):
            self.add_error("until", _("This day has not come yet."))
        return found

    @property
    def population(self) -> Population:
        """Return the questions that a valid form chooses."""
        chosen = self.cleaned_data
        return Population(
            company=self.company,
            since=chosen["since"],
            until=chosen["until"],
            topic=int(chosen["topic"]) if chosen["topic"] else None,
            tag=chosen["tag"],
            language=chosen["language"],
            channel=chosen["channel"],
        )


class SpeedPageForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Whether everybody may see how fast questions are answered."""

    class Meta:
        model = SpeedPage
        fields = ["is_public"]


def _given(data: Any) -> dict[str, str]:
    """Return the parameters that say something; of one that is there twice, the last."""
    return {name: data[name] for name in ("since", "until", "topic", "tag", "language", "channel") if data.get(name)}


def _usual_days(company: Company, given: dict[str, str]) -> dict[str, str]:
    """Return what is given, with the usual days up to the last one, or up to today, where the first is not. One query."""
    today = clock.now().astimezone(zone_of(company)).date()
    try:
        last = date.fromisoformat(given.get("until", ""))
    except ValueError:
        # No day at all: the field says so.
        last = today
    usual = {"until": last.isoformat()}
    if "since" not in given:
        days = _enough_days(company, last) if BEGINNING <= last <= today else USUAL_DAYS[0]
        # Before the year 1 there is no day to begin with.
        usual["since"] = date.fromordinal(max(1, last.toordinal() - days + 1)).isoformat()
    return usual | given


def _enough_days(company: Company, last: date) -> int:
    """Return the first of the usual numbers of days up to the last that has as many questions as figures take."""
    begins = {days: last - timedelta(days=days - 1) for days in USUAL_DAYS}
    asked = Population(company=company, since=begins[USUAL_DAYS[-1]], until=last).clocks()
    zone = zone_of(company)
    counts = asked.aggregate(
        **{str(days): Count("pk", filter=Q(asked_at__gte=begin_of(first, zone))) for days, first in begins.items()}
    )
    return next((days for days in USUAL_DAYS if counts[str(days)] >= FEWEST), USUAL_DAYS[0])
