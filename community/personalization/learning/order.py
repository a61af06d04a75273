"""In which order open questions are put before one helper, and what each reason adds.

The reverse of routing: there people are ranked for a question, here questions for a person, by what that person answered
and by how fresh a question is. Everything is a natural logarithm or a share of one, so that reasons add up. The features
follow the product's design of personalization, sections 1.3 and 2.1; the weights of freshness and language are those
found there on public histories, the others were tried on two of these by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.learning.counters import DAY, hour_of
from community.personalization.learning.refused import NOTHING_REFUSED, Refused
from community.personalization.learning.texts import Vector, Vocabulary, rarest
from community.text.terms import words_of

Floats = NDArray[np.float64]

# What each reason weighs.
WEIGHTS: Final = {"language": 1.4, "fresh": 1.2, "waiting": 1.0, "topic": 0.6, "similar": 0.2, "hour": 0.1}
GROUPS: Final = tuple(WEIGHTS)

_LANGUAGE_HALF_LIFE: Final = 30 * DAY
_TOPIC_HALF_LIFE: Final = 90 * DAY
# So many answers' worth of doubt before a preference counts.
_MASS: Final = 5.0
# One answer in a language says much: few people write in many.
_DOUBT: Final = 0.2
# A topic that somebody chose counts as if they had answered so many questions about it.
CHOSEN_COUNTS: Final = 3.0
# The same hour is up to so many hours earlier or later.
HOURS_AROUND: Final = 3
_HOURS: Final = 24
# What is older than a week is old: how much older says nothing any more.
OLD: Final = 7 * DAY
# Below it two texts share words by accident.
LIKE: Final = 0.15
_NAMED: Final = 3


@dataclass(frozen=True)
class Open:
    """A question that waits, as it could be known at the moment of looking. Times are seconds since 1970."""

    question: int
    asked: float
    language: str
    topic: str
    text: str
    waits: bool


@dataclass(frozen=True)
class Answered:
    """A question that the helper answered before."""

    question: int
    moment: float
    language: str
    topic: str
    text: str


@dataclass(frozen=True)
class Order:
    """How the questions stand: `contributions` hold for each of them and each of GROUPS what it adds over their mean.

    A row sums to the question's score. `alike` names for each question those answered ones that resemble it, the most
    alike first. Everything is in the order in which the questions came.
    """

    contributions: Floats
    alike: tuple[tuple[int, ...], ...]

    @property
    def scores(self) -> Floats:
        """Return each question's score; higher stands earlier. The scores have mean 0."""
        total: Floats = self.contributions.sum(axis=1)
        return total


def order_for(
    waiting: Sequence[Open],
    answered: Sequence[Answered],
    now: float,
    *,
    off: Collection[str] = (),
    chosen: Collection[str] = (),
    refused: Refused = NOTHING_REFUSED,
) -> Order:
    """Weigh open questions for whoever answered these. Depends on nothing else, so that a past can be replayed with it.

    A group that is `off` adds nothing. What is `refused` is not counted where it would be. `chosen` are topics that the
    helper said they like. With nothing answered and nothing chosen only freshness counts.
    """
    if not waiting:
        return Order(np.zeros((0, len(GROUPS))), ())
    # What happened after the moment is not looked at, whoever passes it.
    known = [each for each in answered if each.moment <= now]
    similar, alike = _similar(waiting, [each for each in known if each.question not in refused.questions])
    in_topics = [each for each in known if each.topic not in refused.topics]
    topic, hour = _topics(waiting, in_topics, now, chosen, refused.hours)
    columns = {
        "fresh": -np.log(np.array([min(max(now - each.asked, 0.0), OLD) / 3600.0 for each in waiting]) + 1.0),
        "waiting": np.array([float(each.waits) for each in waiting]),
        "language": _languages(waiting, [each for each in known if each.language not in refused.languages], now),
        "topic": topic,
        "similar": similar,
        "hour": hour,
    }
    weights = np.array([0.0 if group in off else WEIGHTS[group] for group in GROUPS])
    rows = np.stack([columns[group] for group in GROUPS], axis=1)
    contributions: Floats = weights * (rows - rows.mean(axis=0))
    return Order(contributions, alike)


def varied(
    order: Sequence[int],
    topics: Sequence[str],
    *,
    most: int = 2,
    window: int = 10,
    fixed: Mapping[int, int] | None = None,
) -> list[int]:
    """Return the places in an order in which at most so many of each window are of one topic, where others exist.

    `fixed` names by its position in the result, from 0, what stands there in any case; its topic counts in its window.
    """
    fixed = fixed or {}
    left = [each for each in order if each not in fixed.values()]
    arranged: list[int] = []
    while len(arranged) < len(order):
        positions = range(len(arranged), min(len(arranged) + window, len(order)))
        of_window = Counter(topics[fixed[position]] for position in positions if position in fixed)
        for position in positions:
            place = fixed.get(position)
            if place is None:
                place = next((each for each in left if of_window[topics[each]] < most), left[0])
                left.remove(place)
                of_window[topics[place]] += 1
            arranged.append(place)
    return arranged


def _fading(answered: Sequence[Answered], now: float, half_life: float) -> Floats:
    ages = np.array([now - each.moment for each in answered])
    fading: Floats = np.exp2(-ages / half_life)
    return fading


def _languages(waiting: Sequence[Open], answered: Sequence[Answered], now: float) -> Floats:
    """Return the logarithm of the helper's share of answers in each question's language."""
    weights = _fading(answered, now, _LANGUAGE_HALF_LIFE)
    counts: dict[str, float] = {}
    for each, weight in zip(answered, weights, strict=True):
        counts[each.language] = counts.get(each.language, 0.0) + float(weight)
    spoken = len({each.language for each in waiting} | counts.keys())
    total = sum(counts.values())
    return np.array([np.log((counts.get(each.language, 0.0) + _DOUBT) / (total + _DOUBT * spoken)) for each in waiting])


def _topics(
    waiting: Sequence[Open],
    answered: Sequence[Answered],
    now: float,
    chosen: Collection[str],
    not_at: Collection[int],
) -> tuple[Floats, Floats]:
    """Return how much more of each question's topic the helper answers than there is, and than usual at this hour."""
    share: dict[str, float] = {}
    for each in waiting:
        share[each.topic] = share.get(each.topic, 0.0) + 1.0 / len(waiting)
    counts = dict.fromkeys(chosen, CHOSEN_COUNTS)
    at_hour: dict[str, float] = {}
    for past, weight in zip(answered, _fading(answered, now, _TOPIC_HALF_LIFE), strict=True):
        counts[past.topic] = counts.get(past.topic, 0.0) + float(weight)
        if is_around(past.moment, now) and hour_of(past.moment) not in not_at:
            at_hour[past.topic] = at_hour.get(past.topic, 0.0) + float(weight)
    total, around = sum(counts.values()), sum(at_hour.values())
    own = {topic: (counts.get(topic, 0.0) + _MASS * part) / (total + _MASS) for topic, part in share.items()}
    now_own = {topic: (at_hour.get(topic, 0.0) + _MASS * part) / (around + _MASS) for topic, part in own.items()}
    topic = np.array([np.log(own[each.topic] / share[each.topic]) for each in waiting])
    return topic, np.array([np.log(now_own[each.topic] / own[each.topic]) for each in waiting])


def is_around(moment: float, now: float) -> bool:
    """Return whether a moment was at about this hour of the day."""
    apart = abs(hour_of(moment) - hour_of(now))
    return min(apart, _HOURS - apart) <= HOURS_AROUND


def _similar(waiting: Sequence[Open], answered: Sequence[Answered]) -> tuple[Floats, tuple[tuple[int, ...], ...]]:
    """Return the logarithm of the summed squared likeness to what was answered, and what is most alike."""
    if not answered:
        return np.zeros(len(waiting)), ((),) * len(waiting)
    past, new = ([words_of(each.text) for each in texts] for texts in (answered, waiting))
    vocabulary = Vocabulary()
    for words in (*past, *new):
        vocabulary.learn(words)
    holding: dict[str, list[tuple[int, float]]] = {}
    for number, words in enumerate(past):
        for word, weight in rarest(vocabulary.vector(words)).items():
            holding.setdefault(word, []).append((number, weight))
    likes = np.stack([_likeness(rarest(vocabulary.vector(words)), holding, len(past)) for words in new])
    alike = tuple(
        tuple(answered[number].question for number in np.argsort(-row, kind="stable")[:_NAMED] if row[number] >= LIKE)
        for row in likes
    )
    return np.log((likes**2).sum(axis=1) + 0.05), alike


def _likeness(vector: Vector, holding: dict[str, list[tuple[int, float]]], size: int) -> Floats:
    like = np.zeros(size)
    for word, weight in vector.items():
        for number, other in holding.get(word, ()):
            like[number] += weight * other
    return like
