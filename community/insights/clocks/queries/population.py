"""Which questions a figure is about. Tiles, the rows behind them and files all ask here, so that their counts agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Count, Exists, OuterRef

from accounts.models import Company
from community.insights.clocks.models import Clock
from community.insights.clocks.models.clock import ClockQuerySet, counted_exclusions
from community.questions.models.question import QuestionTag


@dataclass(frozen=True, kw_only=True)
class Population:
    """The questions asked in a company on the days from `since` to `until`, both included, in the company's time zone.

    They are chosen by the day of asking, never by what happened later. `topic` is the id of the topic they are in now;
    `tag` is a slug. Empty filters choose all.
    """

    company: Company
    since: date
    until: date
    topic: int | None = None
    tag: str = ""
    language: str = ""
    channel: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone in which this company's days begin."""
        return zone_of(self.company)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Return the first moment and the one after the last. Days of 23 and 25 hours come out right."""
        return begin_of(self.since, self.zone), begin_of(self.until + timedelta(days=1), self.zone)

    @property
    def days(self) -> int:
        """Return how many days."""
        return (self.until - self.since).days + 1

    def chosen(self) -> ClockQuerySet:
        """Return the clocks of the first episodes of all chosen questions, those in no figure included."""
        begins, ends = self.bounds
        clocks = Clock.objects.of(self.company).first_episodes().filter(asked_at__gte=begins, asked_at__lt=ends)
        if self.topic is not None:
            clocks = clocks.filter(topic_id=self.topic)
        if self.language:
            clocks = clocks.filter(language=self.language)
        if self.channel:
            clocks = clocks.filter(channel=self.channel)
        if self.tag:
            tagged = QuestionTag.objects.filter(company=self.company, question=OuterRef("question"), tag__slug=self.tag)
            clocks = clocks.filter(Exists(tagged))
        return clocks

    def clocks(self) -> ClockQuerySet:
        """Return the clocks that figures are made of."""
        return self.chosen().filter(exclusion__in=counted_exclusions(self.company))

    def excluded(self) -> dict[str, int]:
        """Return how many of the chosen are in no figure, by the reason. One query."""
        rows = self.chosen().exclude(exclusion__in=counted_exclusions(self.company))
        return dict(rows.order_by().values_list("exclusion").annotate(Count("pk")))

    def query(self, **other: object) -> str:
        """Return the filters as the end of an address, with some of them replaced; empty ones are left out."""
        chosen = replace(self, **other)  # type: ignore[arg-type]
        values = {
            "since": chosen.since.isoformat(),
            "until": chosen.until.isoformat(),
            "topic": chosen.topic or "",
            "tag": chosen.tag,
            "language": chosen.language,
            "channel": chosen.channel,
        }
        return urlencode({name: value for name, value in values.items() if value})


def zone_of(company: Company) -> ZoneInfo:
    """Return the company's time zone, UTC where this machine does not know it."""
    try:
        return ZoneInfo(company.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of the day in the zone."""
    return datetime.combine(day, time.min, tzinfo=zone)
