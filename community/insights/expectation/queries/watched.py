"""How long the questions of the last months waited for their first answer, as arrays to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from accounts.models import Company
from community.insights.clocks.definitions import FIRST_ANSWER
from community.insights.clocks.queries.durations import HAPPENED, durations_of
from community.insights.clocks.queries.population import Population, zone_of
from community.insights.expectation.blocks import block_of
from community.insights.expectation.definitions import FEWEST_EVENTS, LONGER_DAYS, RECENT_DAYS
from community.statistics.survival import Curve, kaplan_meier

Chosen = NDArray[np.bool_]


@dataclass(frozen=True)
class Watched:
    """One entry for each question: how long it was watched, whether that ended with an answer, and what it was like.

    `topic` is the one that its asker chose: who asks now has chosen one, and nobody has moved the question yet.
    """

    seconds: NDArray[np.float64]
    is_answered: Chosen
    is_recent: Chosen
    topic: NDArray[np.int64]
    block: NDArray[np.int64]
    language: NDArray[np.str_]

    def curve(self, chosen: Chosen) -> Curve:
        """Return the curve of the chosen: of the recent ones, or of all where those have too few answers."""
        recent = chosen & self.is_recent
        if np.count_nonzero(self.is_answered & recent) >= FEWEST_EVENTS:
            chosen = recent
        return kaplan_meier(self.seconds[chosen], self.is_answered[chosen])


def watched_questions(company: Company, now: datetime) -> Watched:
    """Return what figures may be made of, of the last 180 days: open questions were watched until now. Two queries."""
    zone = zone_of(company)
    today = now.astimezone(zone).date()
    population = Population(company=company, since=today - timedelta(days=LONGER_DAYS - 1), until=today)
    begins_recent = Population(company=company, since=today - timedelta(days=RECENT_DAYS - 1), until=today).bounds[0]
    clocks = population.clocks().filter(asked_at__lte=now)
    durations = durations_of(clocks, FIRST_ANSWER, now)
    about = {
        pk: (topic, language, asked_at)
        for pk, topic, language, asked_at in clocks.values_list("pk", "topic_at_asking_id", "language", "asked_at")
    }
    # A question may have come or gone between the two queries.
    known = np.array([pk in about for pk in durations.clocks.tolist()], dtype=bool)
    rows = [about[pk] for pk in durations.clocks[known].tolist()]
    return Watched(
        seconds=durations.seconds[known],
        is_answered=durations.endings[known] == HAPPENED,
        is_recent=np.array([asked_at >= begins_recent for _topic, _language, asked_at in rows], dtype=bool),
        topic=np.array([topic for topic, _language, _asked_at in rows], dtype=np.int64),
        block=np.array([block_of(asked_at, zone) for _topic, _language, asked_at in rows], dtype=np.int64),
        language=np.array([language for _topic, language, _asked_at in rows], dtype=np.str_),
    )
