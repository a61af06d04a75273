"""Whether something goes wrong with the answers of a company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, QuerySet

from accounts.models import Company, Membership
from community.insights.clocks.definitions import FIRST_ANSWER
from community.insights.clocks.models import Clock
from community.insights.clocks.queries.population import Population, zone_of
from community.insights.clocks.queries.sample import Sample, sample_of
from community.insights.promise.models.promise import Clause
from community.insights.promise.queries.promises import in_force_among, versions_of
from community.insights.speed.models import Alert
from community.questions.models import Topic

# So many hours running before anybody is told.
HOURS_RUNNING: Final = 2
SHORT_WINDOW: Final = timedelta(days=1)
LONG_WINDOW: Final = timedelta(days=7)
FEWEST_QUESTIONS: Final = 30
# One person has more than this share of a topic's solutions.
MOST_BY_ONE: Final = 0.35
SOLUTION_DAYS: Final = 90
FEWEST_SOLUTIONS: Final = 10


@dataclass(frozen=True)
class Trouble:
    """What is wrong now. `facts` is what an alert stores of it."""

    kind: str
    topic: int | None
    facts: Mapping[str, Any]


def troubles_of(company: Company, now: datetime) -> list[Trouble]:
    """Return what is wrong in the company now. Three queries, whatever is found."""
    return [*_slow(company, now), *_depending_on_one(company, now)]


@dataclass(frozen=True)
class Warned:
    """A warning as pages show it. `member` is whom a topic depends on, None where that is nobody any more."""

    alert: Alert
    member: Membership | None

    @property
    def took(self) -> timedelta | None:
        """Return how long the promised share takes; None when that was never reached."""
        seconds = self.alert.facts.get("seconds")
        return None if seconds is None else timedelta(seconds=seconds)

    @property
    def promised(self) -> timedelta:
        """Return within which time an answer is promised."""
        return timedelta(seconds=self.alert.facts["within"])

    @property
    def share(self) -> float:
        """Return which share of a topic's solutions one person gave."""
        return float(self.alert.facts["count"] / self.alert.facts["n"])


def open_alerts(company: Company) -> list[Alert]:
    """Return the warnings that hold, with their topics, the newest first. One query."""
    return list(Alert.objects.of(company).open().select_related("topic").newest_first())


def past_alerts(company: Company) -> QuerySet[Alert]:
    """Return the warnings that are over, with their topics, the newest first."""
    return Alert.objects.of(company).filter(ended_at__isnull=False).select_related("topic").newest_first()


def with_members(company: Company, alerts: Iterable[Alert]) -> list[Warned]:
    """Return warnings with the members on whom topics depend. One query, or none."""
    rows = list(alerts)
    ids = {alert.facts["member"] for alert in rows if "member" in alert.facts}
    members = Membership.objects.of(company).in_bulk(list(ids)) if ids else {}
    return [Warned(alert=alert, member=members.get(alert.facts.get("member"))) for alert in rows]


def _slow(company: Company, now: datetime) -> list[Trouble]:
    """Return whether, now and an hour ago, the promised share of first answers took longer than was promised. Two queries.

    With the usual promise that is: the p80 is over the promised time. Each of the two moments has the promise that was in
    force then, and looks at the questions as they stood then.
    """
    versions = versions_of(company)
    moments = [now - timedelta(hours=hours) for hours in reversed(range(HOURS_RUNNING))]
    promises = [in_force_among(versions, moment) for moment in moments]
    clauses = [promise.clauses.get(Clause.FIRST_ANSWER.value) if promise else None for promise in promises]
    found: dict[str, Any] | None = None
    longest = max((clause[0] for clause in clauses if clause), default=timedelta())
    counted = Clock.objects.counted(company).first_episodes()
    sample = sample_of(counted.filter(asked_at__gt=moments[0] - LONG_WINDOW - longest, asked_at__lte=now))
    for moment, clause in zip(moments, clauses, strict=True):
        found = _over_promise(sample, moment, *clause) if clause else None
        if found is None:
            return []
    return [Trouble(kind=Alert.Kind.SLOW.value, topic=None, facts=found or {})]


def _over_promise(sample: Sample, moment: datetime, within: timedelta, share: int) -> dict[str, Any] | None:
    """Return the figures of the moment if the time for the share is over the promise; None if not, or if nobody can say.

    Of the questions of the day before, where those are fewer than 30 of the week before; the promised time comes on top,
    or those that have waited for so long would not be among them.
    """
    before, asked_at = moment.timestamp(), sample["asked_at"]
    for window in (SHORT_WINDOW, LONG_WINDOW):
        chosen = (asked_at > before - (window + within).total_seconds()) & (asked_at <= before)
        if chosen.sum() >= FEWEST_QUESTIONS:
            break
    else:
        return None
    curve = sample.where(chosen).durations(FIRST_ANSWER, moment).curve()
    seconds = curve.quantile(share / 100)
    if (curve.last_follow_up if seconds is None else seconds) <= within.total_seconds():
        return None
    return {
        "seconds": seconds,
        "within": within.total_seconds(),
        "share": share,
        "n": curve.n,
        "events": curve.happened,
    }


def _depending_on_one(company: Company, now: datetime) -> list[Trouble]:
    """Return the topics of whose solutions exactly one person has more than 35 %. One query.

    Of the questions of the last 90 days, by the topic they are in now, where ten at least were solved. Solutions of the
    asker and of services are none of anybody's. With two people above 35 % either could leave.
    """
    today = now.astimezone(zone_of(company)).date()
    asked = Population(company=company, since=today - timedelta(days=SOLUTION_DAYS - 1), until=today)
    solved = asked.clocks().filter(
        resolved_at__isnull=False, solver__isnull=False, topic__in=Topic.objects.of(company).open().values("pk")
    )
    rows = solved.exclude(solver_standing=Clock.Standing.SERVICE).exclude(solver=F("asker"))
    by_topic: dict[int, dict[int, int]] = defaultdict(dict)
    for topic, member, count in rows.order_by().values_list("topic_id", "solver_id").annotate(Count("pk")):
        by_topic[topic][member] = count
    found = []
    for topic, counts in sorted(by_topic.items()):
        n = sum(counts.values())
        heavy = [member for member, count in counts.items() if count > MOST_BY_ONE * n]
        if n >= FEWEST_SOLUTIONS and len(heavy) == 1:
            facts = {"member": heavy[0], "count": counts[heavy[0]], "n": n, "people": len(counts)}
            found.append(Trouble(kind=Alert.Kind.ONE_PERSON.value, topic=topic, facts=facts))
    return found
