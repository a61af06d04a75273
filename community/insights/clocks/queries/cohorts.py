"""What the clocks add up to over long times, read from cohorts, with open questions counted at this moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from community.insights.clocks.bins import BINS, EDGES
from community.insights.clocks.definitions import FIRST_RESPONSE, Definition
from community.insights.clocks.models import Cohort
from community.insights.clocks.models.clock import counted_exclusions
from community.insights.clocks.queries.population import Population
from community.statistics.binned import life_table, quantile_between, share_between
from community.statistics.survival import Curve

Counts = NDArray[np.int64]
Key = Callable[[date, int], Any]

# Which questions wait: the conditions are those of the partial indexes of Clock.
_WAITING: Final = """
    SELECT (asked_at AT TIME ZONE %(zone)s)::date AS day, topic_id,
        width_bucket(extract(epoch FROM %(now)s - asked_at)::float8, %(edges)s::float8[]) AS bin, count(*)
    FROM clocks_clock
    WHERE company_id = %(company)s AND episode = 1 AND asked_at >= %(since)s AND asked_at < %(until)s AND asked_at <= %(now)s
        AND exclusion = ANY(%(counted)s) AND {event} IS NULL {besides} AND closed_at IS NULL AND censored_at IS NULL
        AND (%(topic)s::bigint IS NULL OR topic_id = %(topic)s) AND (%(language)s = '' OR language = %(language)s)
        AND (%(channel)s = '' OR channel = %(channel)s)
    GROUP BY day, topic_id, bin
"""


def by_day(day: date, _topic: int) -> date:
    """Put the questions of a day together."""
    return day


def by_week(day: date, _topic: int) -> date:
    """Put the questions of a week together, under its Monday."""
    return day - timedelta(days=day.weekday())


def by_topic(_day: date, topic: int) -> int:
    """Put the questions that are in a topic now together, under its id."""
    return topic


def together(_day: date, _topic: int) -> str:
    """Put all questions together."""
    return ""


def _no_counts() -> Counts:
    return np.zeros(BINS, dtype=np.int64)


@dataclass
class Histogram:
    """How many questions took how long, counted between the edges of `clocks.bins`.

    `happened` are those to whom it happened, `censored` those that ended otherwise or wait still. `waiting` says how many
    of these do; `excluded` are in no figure.
    """

    happened: Counts = field(default_factory=_no_counts)
    censored: Counts = field(default_factory=_no_counts)
    waiting: int = 0
    excluded: int = 0

    @property
    def n(self) -> int:
        """Return how many questions the figures are made of."""
        return int(self.happened.sum() + self.censored.sum())

    def curve(self) -> Curve:
        """Return the survival curve at the edges; its quantiles are edges, too: see `quantile`."""
        return life_table(EDGES, self.happened, self.censored)

    def quantile(self, share: float) -> float | None:
        """Return the seconds by which it has happened for this share; None when that takes over 90 days."""
        return quantile_between(self.curve(), share)

    def share_by(self, seconds: float) -> float:
        """Return the share for whom it has happened by then."""
        return share_between(self.curve(), seconds)


@dataclass(frozen=True)
class Cohorts:
    """Histograms by key. `as_of` is when the newest of the cohorts was written, None without any."""

    histograms: dict[Any, Histogram]
    as_of: datetime | None


def cohorts_of(population: Population, definition: Definition, now: datetime, *, by: Key = together) -> Cohorts:
    """Return what the population's clocks add up to, by day, week, topic or all together. Two queries.

    What has happened is read from the cohorts of the definition's present version, who waits from the clocks, as of now.
    Raises ValueError for a population that is chosen by tag: cohorts know no tags.
    """
    if population.tag:
        raise ValueError("Cohorts know no tags.")
    found: dict[Any, Histogram] = {}
    as_of = None
    for day, topic, excluded, bins, ended, rolled_up_at in _stored(population, definition):
        histogram = found.setdefault(by(day, topic), Histogram())
        histogram.happened += np.array(bins, dtype=np.int64)
        histogram.censored += np.array(ended, dtype=np.int64)
        histogram.excluded += excluded
        as_of = rolled_up_at if as_of is None else max(as_of, rolled_up_at)
    for day, topic, bin_, count in _waiting(population, definition, now):
        histogram = found.setdefault(by(day, topic), Histogram())
        histogram.censored[bin_] += count
        histogram.waiting += count
    return Cohorts(found, as_of)


def _stored(population: Population, definition: Definition) -> Iterator[Any]:
    chosen: dict[str, Any] = {"language": population.language, "channel": population.channel}
    rows = Cohort.objects.filter(
        company=population.company,
        definition=definition.id,
        version=definition.version,
        day__gte=population.since,
        day__lte=population.until,
        **{name: value for name, value in chosen.items() if value},
    )
    if population.topic is not None:
        rows = rows.filter(topic=population.topic)
    names = ("day", "topic_id", "excluded", "bins", "ended_bins", "rolled_up_at")
    return rows.order_by().values_list(*names).iterator(chunk_size=2000)


def _waiting(population: Population, definition: Definition, now: datetime) -> list[Any]:
    since, until = population.bounds
    # Whoever had no response had no answer either: said so that the index of waiting clocks can be used.
    besides = "AND first_answer_at IS NULL" if definition.id == FIRST_RESPONSE.id else ""
    with connection.cursor() as cursor:
        cursor.execute(
            _WAITING.format(event=definition.event_field, besides=besides),
            {
                "company": population.company.pk,
                "zone": population.zone.key,
                "now": now,
                "edges": [float(edge) for edge in EDGES],
                "since": since,
                "until": until,
                "counted": counted_exclusions(population.company),
                "topic": population.topic,
                "language": population.language,
                "channel": population.channel,
            },
        )
        return list(cursor.fetchall())
