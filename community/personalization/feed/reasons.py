"""Why a question stands where it does, in words: what was counted, and the threads behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.languages import COMMUNITY_LANGUAGES
from community.personalization.feed.queries.pool import Past
from community.personalization.learning.counters import hour_of
from community.personalization.learning.order import GROUPS, is_around
from community.personalization.learning.refused import HOUR, LANGUAGE, NOTHING_REFUSED, TOPIC, Refused
from community.questions.models import Question

# A reason that changes less than this (natural logarithm) is not worth a sentence.
_LEAST: Final = 0.05
_MOST_REASONS: Final = 3
_MOST_THREADS: Final = 3
_LANGUAGES: Final = dict(COMMUNITY_LANGUAGES)


@dataclass(frozen=True)
class Reason:
    """One reason: its group, how much of all that speaks for the question it is, the sentence, and questions behind it.

    `signals` are what it is made of, each as what it is about and its key: what the member may say not to be.
    """

    group: str
    percent: float
    sentence: str
    threads: tuple[Past, ...] = ()
    signals: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Background:
    """What sentences are made from: what the member answered, the topics they chose, the moment of looking, and what they
    said not to be."""

    past: Sequence[Past]
    chosen: frozenset[int]
    now: float
    refused: Refused = NOTHING_REFUSED


def reasons_for(
    question: Question, contributions: Sequence[float], alike: Sequence[int], known: Background
) -> list[Reason]:
    """Return the strongest reasons that speak for the question, those that add most first.

    The percentages are taken from the contributions that ordered the list; nothing is estimated a second time.
    """
    found, all_for = [], sum(each for each in contributions if each > 0)
    for group, added in sorted(zip(GROUPS, contributions, strict=True), key=lambda each: -each[1]):
        told = _SAID[group](question, alike, known) if added >= _LEAST else None
        if told is not None:
            sentence, threads, signals = told
            percent = 100.0 * added / all_for
            found.append(Reason(group, percent, sentence, tuple(threads[:_MOST_THREADS]), tuple(signals)))
    return found[:_MOST_REASONS]


Signals = Sequence[tuple[str, str]]
Told = tuple[str, Sequence[Past], Signals] | None


def _fresh(question: Question, alike: Sequence[int], known: Background) -> Told:
    return _("It is newer than most open questions here."), (), ()


def _waiting(question: Question, alike: Sequence[int], known: Background) -> Told:
    return _("It still needs an answer."), (), ()


def _language(question: Question, alike: Sequence[int], known: Background) -> Told:
    count = sum(each.language == question.language for each in known.past)
    if not count or question.language in known.refused.languages:
        return None
    said = ngettext(
        "You answered %(count)d question in %(language)s.", "You answered %(count)d questions in %(language)s.", count
    )
    return (
        said % {"count": count, "language": _LANGUAGES.get(question.language, question.language)},
        (),
        [(LANGUAGE, question.language)],
    )


def _topic(question: Question, alike: Sequence[int], known: Background) -> Told:
    signals = [(TOPIC, str(question.topic_id))]
    is_refused = signals[0][1] in known.refused.topics
    own = [] if is_refused else [each for each in known.past if each.topic == question.topic_id]
    solved = [each for each in own if each.solved]
    about = {"topic": question.topic.name}
    if solved:
        said = ngettext(
            "You solved %(count)d question about %(topic)s.",
            "You solved %(count)d questions about %(topic)s.",
            len(solved),
        )
        return said % {**about, "count": len(solved)}, solved, signals
    if own:
        said = ngettext(
            "You answered %(count)d question about %(topic)s.",
            "You answered %(count)d questions about %(topic)s.",
            len(own),
        )
        return said % {**about, "count": len(own)}, own, signals
    if question.topic_id in known.chosen:
        return _("You chose the topic %(topic)s.") % about, (), ()
    return None


def _similar(question: Question, alike: Sequence[int], known: Background) -> Told:
    past: Mapping[int, Past] = {each.question: each for each in known.past}
    threads = [past[each] for each in alike if each in past]
    return (_("It resembles what you answered before:"), threads, ()) if threads else None


def _hour(question: Question, alike: Sequence[int], known: Background) -> Told:
    around = [each for each in known.past if _is_of_this_hour(each, known)]
    hours = [hour_of(each.at.timestamp()) for each in around if each.topic == question.topic_id]
    if not (count := len(hours)):
        return None
    said = _("At about this hour %(count)d of your %(all)d answers were about %(topic)s.")
    return (
        said % {"count": count, "all": len(around), "topic": question.topic.name},
        (),
        [(HOUR, str(hour)) for hour in sorted(set(hours))],
    )


def _is_of_this_hour(past: Past, known: Background) -> bool:
    """Return whether an answer counts as a habit of this hour, as in the order."""
    at, refused = past.at.timestamp(), known.refused
    return is_around(at, known.now) and hour_of(at) not in refused.hours and str(past.topic) not in refused.topics


_SAID: Final[Mapping[str, Callable[[Question, Sequence[int], Background], Told]]] = {
    "fresh": _fresh,
    "waiting": _waiting,
    "language": _language,
    "topic": _topic,
    "similar": _similar,
    "hour": _hour,
}
