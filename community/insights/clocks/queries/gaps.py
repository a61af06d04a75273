"""What is missing in the figures at this moment. It is said, never shown as zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from accounts.models import Company
from community.events.models import Delivery
from community.insights.clocks.definitions import FIRST_ANSWER
from community.insights.clocks.models import DayToRollUp
from community.insights.clocks.queries.population import begin_of, zone_of
from community.questions.models import Question

# Events get to the clocks in seconds, and clocks to the cohorts in a minute or two.
RECEIPTS_TAKE: Final = timedelta(minutes=5)
ROLL_UPS_TAKE: Final = timedelta(minutes=10)
FOLLOWERS: Final = ("clocks.follow", "clocks.pause")

# How many questions of each day there are, have a clock, and are in the cohorts of the first answer.
_COUNTS: Final = """
    WITH asked AS (
        SELECT (asked_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS n FROM questions_question
        WHERE company_id = %(company)s AND asked_at >= %(begins)s AND asked_at < %(ends)s GROUP BY day
    ), timed AS (
        SELECT (asked_at AT TIME ZONE %(zone)s)::date AS day, count(*) AS n FROM clocks_clock
        WHERE company_id = %(company)s AND episode = 1 AND asked_at >= %(begins)s AND asked_at < %(ends)s GROUP BY day
    ), summed AS (
        SELECT day, sum(n + excluded) AS n FROM clocks_cohort
        WHERE company_id = %(company)s AND definition = %(definition)s AND version = %(version)s
            AND day >= %(since)s AND day <= %(until)s GROUP BY day
    )
    SELECT day, COALESCE(asked.n, 0) > COALESCE(timed.n, 0), COALESCE(timed.n, 0) <> COALESCE(summed.n, 0)
    FROM asked FULL JOIN timed USING (day) FULL JOIN summed USING (day)
"""


@dataclass(frozen=True)
class Gap:
    """Days on which something is missing, and a sentence that says what."""

    days: tuple[date, ...]
    sentence: str


@dataclass(frozen=True)
class Gaps:
    """All that is missing in a stretch of days. True when there is anything to say."""

    found: tuple[Gap, ...]

    def __bool__(self) -> bool:
        return bool(self.found)

    @property
    def days(self) -> set[date]:
        """Return every day whose figures are not complete."""
        return {day for gap in self.found for day in gap.days}


def gaps_of(company: Company, since: date, until: date, now: datetime) -> Gaps:
    """Return what is missing in the figures of the questions asked on these days. Four queries.

    A change that is younger than it usually takes to arrive is no gap. Questions that have been erased are none either:
    their clocks stay.
    """
    on_their_way, late = _by_receipts(company, now)
    marked = dict(DayToRollUp.objects.filter(company=company).values_list("day", "marked_at"))
    overdue = {day for day, marked_at in marked.items() if marked_at <= now - ROLL_UPS_TAKE}
    without_clocks, differing = _by_counting(company, since, until)
    found = [
        (late, gettext("Some of what happened to questions of %(days)s is not counted yet.")),
        (overdue, gettext("The sums of %(days)s have not been brought up to date.")),
        (without_clocks - on_their_way, gettext("Some questions of %(days)s are not measured.")),
        (differing - marked.keys(), gettext("The sums of %(days)s do not agree with the questions.")),
    ]
    shown = [(sorted(day for day in days if since <= day <= until), sentence) for days, sentence in found]
    return Gaps(tuple(Gap(tuple(days), sentence % {"days": _told(days)}) for days, sentence in shown if days))


def _by_receipts(company: Company, now: datetime) -> tuple[set[date], set[date]]:
    """Return the days of the questions with unfinished receipts, and of those whose receipts are late."""
    zone = zone_of(company)
    receipts = Delivery.objects.unfinished().filter(company=company.key, follower__in=FOLLOWERS)
    written: dict[str, datetime] = {}
    for stream, recorded_at in receipts.values_list("stream", "event__recorded_at"):
        written[stream] = min(written.get(stream, recorded_at), recorded_at)
    questions = [int(number) for kind, _, number in (stream.partition(":") for stream in written) if kind == "question"]
    asked = dict(Question.objects.filter(company=company, pk__in=questions).values_list("pk", "asked_at"))
    waiting: set[date] = set()
    late: set[date] = set()
    for stream, recorded_at in written.items():
        # A closing of the community concerns what was asked before it.
        day = asked.get(int(stream.partition(":")[2]), recorded_at).astimezone(zone).date()
        waiting.add(day)
        if recorded_at <= now - RECEIPTS_TAKE:
            late.add(day)
    return waiting, late


def _by_counting(company: Company, since: date, until: date) -> tuple[set[date], set[date]]:
    """Return the days with questions that have no clock, and those whose cohorts count others than the clocks."""
    zone = zone_of(company)
    values: dict[str, Any] = {
        "company": company.pk,
        "zone": zone.key,
        "since": since,
        "until": until,
        "begins": begin_of(since, zone),
        "ends": begin_of(until + timedelta(days=1), zone),
        "definition": FIRST_ANSWER.id,
        "version": FIRST_ANSWER.version,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        rows = cursor.fetchall()
    return {day for day, missing, _ in rows if missing}, {day for day, _, differs in rows if differs}


def _told(days: list[date]) -> str:
    """Name the first day, and how many more there are."""
    if not days:
        return ""
    first = date_format(days[0], "DATE_FORMAT")
    if len(days) == 1:
        return first
    more = len(days) - 1
    return ngettext("%(day)s and %(count)d more day", "%(day)s and %(count)d more days", more) % {
        "day": first,
        "count": more,
    }
