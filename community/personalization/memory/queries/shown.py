"""What a member reads about what is remembered of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, OuterRef, Subquery
from django.db.models.functions import Cast

from accounts.models import Membership
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community import clock
from community.languages import COMMUNITY_LANGUAGES
from community.personalization.learning.refused import HOUR
from community.personalization.learning.state import State
from community.personalization.memory.models import Count, Helper, NotMe
from community.questions.models import Topic

_LANGUAGES: Final = dict(COMMUNITY_LANGUAGES)
# The count that is told: of those that fade slowly enough to be understood.
_TOLD: Final = {Count.About.ALL: 1, Count.About.LANGUAGE: 1, Count.About.TOPIC: 0}
_BUSIEST: Final = 3


@dataclass(frozen=True)
class Line:
    """One count as it is now: what of, and of how many days half is left. `signals` are what its member may refuse."""

    about: str
    name: str
    value: float
    days: int
    signals: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Told:
    """All counts of a member that count, the largest first within each kind, and the hours (UTC) at which they answer
    most, each with the signal that it is."""

    lines: Sequence[Line]
    hours: Sequence[tuple[int, Sequence[tuple[str, str]]]]


def told_to(member: Membership) -> Told:
    """Return what is remembered of the member as counts; empty for somebody who does not agree. One query.

    What they said not to be is left out.
    """
    names = (
        Topic.objects.filter(company=member.company_id)
        .alias(text=Cast("pk", CharField()))
        .filter(text=OuterRef("key"))
        .values("name")[:1]
    )
    refused = NotMe.objects.filter(member=OuterRef("member"))
    counts = (
        Count.objects.filter(
            company=member.company_id,
            member=member,
            member__in=consenting(member.company_id, Purpose.ROUTING).values("pk"),
        )
        .exclude(Exists(refused.filter(about=OuterRef("about"), key=OuterRef("key"))))
        .annotate(
            topic=Subquery(names),
            hours=Subquery(Helper.objects.filter(member=OuterRef("member")).values("hours")[:1]),
            not_at=ArraySubquery(refused.filter(about=NotMe.About.HOUR).values("key")),
        )
    )
    now, scale, lines = clock.now().timestamp(), State(), []
    hours: dict[int, float] = {}
    for count in counts:
        place = _TOLD[Count.About(count.about)]
        counter = scale.counters_of(count.about, count.key)[place]
        counter.put(0, count.values[place], count.moment)
        name = str(_LANGUAGES.get(count.key, count.key)) if count.about == Count.About.LANGUAGE else count.topic or ""
        signals = [(str(count.about), count.key)] if count.key else []
        lines.append(Line(count.about, name, float(counter.at(now, 1)[0]), round(counter.half_life / 86400), signals))
        hours = {hour: n for hour, n in enumerate(count.hours or ()) if n > 0 and str(hour) not in count.not_at}
    busiest = sorted(hours, key=lambda hour: -hours[hour])[:_BUSIEST]
    order = list(_TOLD)
    lines.sort(key=lambda line: (order.index(Count.About(line.about)), -line.value, line.name))
    return Told(lines, [(hour, [(HOUR, str(hour))]) for hour in sorted(busiest)])
