"""What a member reads about what is remembered of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast

from accounts.models import Membership
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community import clock
from community.languages import COMMUNITY_LANGUAGES
from community.personalization.learning.state import State
from community.personalization.memory.models import Count, Helper
from community.questions.models import Topic

_LANGUAGES: Final = dict(COMMUNITY_LANGUAGES)
# The count that is told: of those that fade slowly enough to be understood.
_TOLD: Final = {Count.About.ALL: 1, Count.About.LANGUAGE: 1, Count.About.TOPIC: 0}
_BUSIEST: Final = 3


@dataclass(frozen=True)
class Line:
    """One count as it is now: what of, and of how many days half is left."""

    about: str
    name: str
    value: float
    days: int


@dataclass(frozen=True)
class Told:
    """All counts of a member, the largest first within each kind, and the hours (UTC) at which they answer most."""

    lines: Sequence[Line]
    hours: Sequence[int]


def told_to(member: Membership) -> Told:
    """Return what is remembered of the member as counts; empty for somebody who does not agree. One query."""
    names = (
        Topic.objects.filter(company=member.company_id)
        .alias(text=Cast("pk", CharField()))
        .filter(text=OuterRef("key"))
        .values("name")[:1]
    )
    counts = Count.objects.filter(
        company=member.company_id,
        member=member,
        member__in=consenting(member.company_id, Purpose.ROUTING).values("pk"),
    ).annotate(
        topic=Subquery(names), hours=Subquery(Helper.objects.filter(member=OuterRef("member")).values("hours")[:1])
    )
    now, scale, lines = clock.now().timestamp(), State(), []
    hours: list[float] = []
    for count in counts:
        place = _TOLD[Count.About(count.about)]
        counter = scale.counters_of(count.about, count.key)[place]
        counter.put(0, count.values[place], count.moment)
        name = str(_LANGUAGES.get(count.key, count.key)) if count.about == Count.About.LANGUAGE else count.topic or ""
        lines.append(Line(count.about, name, float(counter.at(now, 1)[0]), round(counter.half_life / 86400)))
        hours = count.hours or []
    busiest = sorted((hour for hour in range(len(hours)) if hours[hour] > 0), key=lambda hour: -hours[hour])[:_BUSIEST]
    order = list(_TOLD)
    lines.sort(key=lambda line: (order.index(Count.About(line.about)), -line.value, line.name))
    return Told(lines, sorted(busiest))
