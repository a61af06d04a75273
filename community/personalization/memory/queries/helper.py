"""What is remembered of one person, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from accounts.models import Membership
from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from community import clock
from community.personalization.memory.models import Count, LearnedAnswer
from community.personalization.memory.queries.recall import recalled

WORDS: Final = 20
RECENT: Final = 20


@dataclass(frozen=True)
class HelperMemory:
    """What is remembered of a member; all empty for somebody who does not agree, or who has answered nothing since.

    Counts fade: `languages` are answers in each language, faded by half in 7 and in 30 days, `topics` (by id) in 90 days;
    `hours` 24 counts by the hour in UTC from midnight on, in 60 days. `words` are those that say most of the questions they
    answered, with their share; `recent` the questions they answered last, the newest first. `answers` counts all.
    """

    languages: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    topics: Mapping[int, float] = field(default_factory=dict)
    hours: tuple[float, ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    recent: tuple[int, ...] = ()
    answers: float = 0.0
    last_7: float = 0.0
    last_30: float = 0.0
    last_answer: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is remembered."""
        return self.last_answer is None


def remembered(member: Membership) -> HelperMemory:
    """Return what is remembered of the member now. Four queries, some more when something was learned since."""
    if not has_consent(member.pk, Purpose.ROUTING):
        return HelperMemory()
    now = clock.now().timestamp()
    counts = list(Count.objects.filter(company=member.company_id, member=member).values_list("about", "key"))
    recent = LearnedAnswer.objects.filter(company=member.company_id, member=member).order_by("-position")
    with recalled(member.company_id) as memory:
        state = memory.learner.state
        person = state.people.get(str(member.pk))
        if person is None:
            return HelperMemory()

        def faded(about: str, key: str) -> tuple[float, ...]:
            return tuple(float(counter.at(now, person + 1)[person]) for counter in state.counters_of(about, key))

        hours, moment = state.hours.kept(person)
        fade = 2.0 ** (-max(now - moment, 0.0) / state.hours.half_life)
        last_7, last_30, _last_180, ever = faded("all", "")
        languages = {key: faded("language", key) for about, key in counts if about == Count.About.LANGUAGE}
        return HelperMemory(
            languages={key: (values[0], values[1]) for key, values in languages.items()},
            topics={int(key): faded("topic", key)[0] for about, key in counts if about == Count.About.TOPIC},
            hours=tuple(value * fade for value in hours),
            words=tuple(state.profiles.words_of(person, WORDS)),
            recent=tuple(recent.values_list("question__question", flat=True)[:RECENT]),
            answers=ever,
            last_7=last_7,
            last_30=last_30,
            last_answer=datetime.fromtimestamp(float(state.last_answer[person]), UTC),
        )
