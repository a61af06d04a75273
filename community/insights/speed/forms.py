"""What the dashboard asks: which questions, and whether the public page is on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Company
from community import clock
from community.insights.clocks.queries.population import Population, zone_of
from community.insights.speed.board import BEGINNING
from community.insights.speed.models import SpeedPage
from community.questions.models import Tag, Topic
from community.questions.models.topic import tag_slug
from community.text.fields import CleanCharField

USUAL_DAYS: Final = 28
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
    """Which questions the figures are about. An empty form means the last 28 days in the company's time zone."""

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
        super().__init__(data={**_usual_days(company, str(data.get("until", ""))), **_given(data)})
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


def _usual_days(company: Company, until: str) -> dict[str, str]:
    """Return the 28 days up to the last one that was asked for, or up to today."""
    today = clock.now().astimezone(zone_of(company)).date()
    try:
        last = date.fromisoformat(until)
    except ValueError:
        # No day at all: the field says so.
        last = today
    # Before the year 1 there is no day to begin with.
    since = date.fromordinal(max(1, last.toordinal() - USUAL_DAYS + 1))
    return {"since": since.isoformat(), "until": last.isoformat()}
