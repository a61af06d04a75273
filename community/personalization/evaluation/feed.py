"""Whether the list for a helper would have had the question on top that they chose, out of those that were open then."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from community.personalization.evaluation.history import Thread
from community.personalization.evaluation.metrics import measures
from community.personalization.learning.counters import DAY
from community.personalization.learning.order import Answered, Open, order_for
from community.personalization.learning.ranks import ranks_of

Floats = NDArray[np.float64]

COMBINED: Final = "combined"
NEWEST: Final = "newest"
PLAIN: Final = "plain"
EVERYBODY: Final = "everybody"
# Who has answered so little that nearly nothing is known of them.
NEWCOMERS: Final = "newcomers"
FEW: Final = 10
# A question is taken to be open for a week; the list weighs the newest so many, by the latest answers of the helper.
_OPEN: Final = 7 * DAY
_WEIGHED: Final = 250
_LOOKED_AT: Final = 200
# More choices say little more and take long; every so-manieth of the second half is looked at then.
_MOST: Final = 4000


@dataclass
class Chosen:
    """The measures of every choice that was looked at, by who chose and by the order of the list."""

    by_people: dict[str, dict[str, list[tuple[float, ...]]]] = field(
        default_factory=lambda: {EVERYBODY: {}, NEWCOMERS: {}}
    )


@dataclass(frozen=True)
class _Choice:
    """Somebody answered a question for the first time."""

    moment: float
    person: str
    thread: Thread


def replay_feed(threads: Sequence[Thread]) -> Chosen:
    """Make everybody's list at the moment before they answered, and look where the question stood; the second half only.

    A list is made of what had been asked and answered by then. Tags are left out, which helpers add later; whether a
    question was solved by then is not known, so that every question counts as open for a week.
    """
    choices = sorted(_choices(threads), key=lambda each: (each.moment, each.thread.asked.question))
    half = len(choices) // 2
    step = max(1, -(-(len(choices) - half) // _MOST))
    asked = [thread.asked.moment for thread in threads]
    past: dict[str, list[Answered]] = {}
    done = Chosen()
    for number, choice in enumerate(choices):
        before = past.setdefault(choice.person, [])
        is_open = choice.moment - choice.thread.asked.moment <= _OPEN
        if is_open and number >= half and (number - half) % step == 0:
            first, last = bisect_left(asked, choice.moment - _OPEN), bisect_left(asked, choice.moment)
            _measure(done, choice, threads[first:last], before)
        thread = choice.thread
        before.append(
            Answered(
                thread.asked.question,
                choice.moment,
                thread.asked.language,
                thread.asked.topic,
                thread.title or thread.asked.text,
            )
        )
    return done


def _choices(threads: Sequence[Thread]) -> list[_Choice]:
    choices = []
    for thread in threads:
        seen: set[str] = set()
        for answer in thread.answers:
            if answer.answerer not in seen:
                seen.add(answer.answerer)
                choices.append(_Choice(answer.moment, answer.answerer, thread))
    return choices


def _measure(done: Chosen, choice: _Choice, asked: Sequence[Thread], before: Sequence[Answered]) -> None:
    answered = {each.question for each in before}
    pool = [each for each in asked if each.asked.asker != choice.person and each.asked.question not in answered]
    pool = pool[-_WEIGHED:]
    waiting = [_open(each, choice.moment) for each in pool]
    place = next((number for number, each in enumerate(waiting) if each.question == choice.thread.asked.question), None)
    languages = {each.language for each in before}
    newest = np.array([each.asked for each in waiting])
    # By language, then by whether it waits, then by age: moments are far below these steps.
    plain = np.array([(each.language in languages) * 4e10 + each.waits * 2e10 + each.asked for each in waiting])
    scores = {COMBINED: order_for(waiting, before[-_LOOKED_AT:], choice.moment).scores, NEWEST: newest, PLAIN: plain}
    for name, score in scores.items():
        ranks = ranks_of(score, [place] if place is not None else [])
        for people in (EVERYBODY, NEWCOMERS) if len(before) <= FEW else (EVERYBODY,):
            done.by_people[people].setdefault(name, []).append(measures(ranks, 1))


def _open(thread: Thread, now: float) -> Open:
    asked = thread.asked
    waits = not any(answer.moment < now for answer in thread.answers)
    return Open(asked.question, asked.moment, asked.language, asked.topic, thread.title or asked.text, waits)
