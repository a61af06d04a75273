"""Who of some members can help with a question, and why: the numbers that rank are the numbers that explain."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from accounts.models import Company
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community.personalization.learning.features import NAMES, features
from community.personalization.learning.learner import Learner
from community.personalization.learning.refused import NOTHING_REFUSED, LeftOut, Refused
from community.personalization.learning.simple import BESIDE
from community.personalization.learning.state import Asked
from community.personalization.memory.queries.not_me import answered_when
from community.personalization.memory.queries.recall import recalled
from community.questions.models import Post, Question

Floats = NDArray[np.float64]

MODEL: Final = "model"
SIMPLE: Final = "simple"
# What people are told, and the features that it is made of.
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "language": ("language", "language_lately"),
    "topic": ("topic",),
    "similar": ("text", "similar"),
    "hour": ("hour",),
    "lately": ("lately", "idle"),
}
_COLUMNS: Final = {group: [NAMES.index(name) for name in names] for group, names in GROUPS.items()}
_LANGUAGE, _LATELY = list(GROUPS).index("language"), list(GROUPS).index("lately")
# How many earlier questions are named for each member.
_NAMED: Final = 3
# Less alike than this (as a cosine), and no reader would call the two questions alike.
_ALIKE: Final = 0.12
# What the simple way takes for no answer at all, so that logarithms can be taken.
_FLOOR: Final = 0.05


@dataclass(frozen=True)
class Ranking:
    """How members stand for one question. Everything is in the order of `members`, whose scores need not descend.

    `contributions` hold for each member and each of GROUPS what the group adds to their score over the mean of all
    these members, in natural logarithms: a row sums to the score minus that mean. `rows` are the features (NAMES), `past`
    the visible questions that each answered of those clearly like this one, the nearest first. `served` says whether the
    model ranked or the simple way, `position` how much had been learned, `weights` by what the features were multiplied.
    """

    members: tuple[int, ...]
    scores: Floats
    contributions: Floats
    served: str
    rows: Floats
    past: tuple[tuple[int, ...], ...]
    position: int
    weights: Floats

    @property
    def order(self) -> list[int]:
        """Return the places of the members in the order of their scores, the highest first; equals by their ids."""
        return sorted(range(len(self.members)), key=lambda place: (-self.scores[place], self.members[place]))

    def why(self, place: int) -> dict[str, float]:
        """Return what each group adds for the member at the place."""
        return dict(zip(GROUPS, self.contributions[place].tolist(), strict=True))


def rank(
    company: Company,
    asked: Asked,
    members: Sequence[int],
    *,
    switched_off: Mapping[int, Collection[str]] | None = None,
    refused: Mapping[int, Refused] | None = None,
) -> Ranking:
    """Rank those of the members who agree to it: all others are left out, whatever is known of them.

    A group that a member has switched off counts for them as for the mean of all, and contributes nothing. So do topic and
    language where they refused this question's; refused hours and answered questions are left out of their features.
    Three queries, one more when something was learned since, and one where somebody refused a question.
    """
    refused = refused or {}
    when = answered_when(company.pk, refused)
    agree = set(consenting(company.pk, Purpose.ROUTING).values_list("pk", flat=True))
    ranked = tuple(member for member in dict.fromkeys(members) if member in agree)
    with recalled(company.pk) as memory:
        learner, state = memory.learner, memory.learner.state
        people = len(state.people)
        # Whoever has answered nothing yet has the last row.
        places = [state.people.get(str(member), people) for member in ranked]
        left_out = {
            state.people[str(member)]: LeftOut(each.hours, when.get(member, {}))
            for member, each in refused.items()
            if str(member) in state.people
        }
        rows = features(state, asked, stranger=True, left_out=left_out)[places]
        off = _groups_off(ranked, asked, switched_off or {}, refused)
        served = MODEL if learner.gate.serves_model else SIMPLE
        scores, contributions = (
            _by_model(learner, rows, off) if served == MODEL else _by_rule(learner, asked, places, off)
        )
        found = state.nearest.answered_by(state.vector_of(asked))
        position, weights = memory.position, learner.model.weights.copy()
    near = [(question, by) for question, like, by in found if like >= _ALIKE and by and question != asked.question]
    shown = _visible(company, {question for question, _by in near})
    past: dict[int, list[int]] = {}
    for question, by in near:
        for place in by if question in shown else ():
            past.setdefault(place, []).append(question)
    named = tuple(
        tuple(_not_refused(past.get(place, ()), refused.get(member))[:_NAMED])
        for member, place in zip(ranked, places, strict=True)
    )
    return Ranking(ranked, scores, contributions, served, rows, named, max(position, 0), weights)


def _by_model(learner: Learner, rows: Floats, off: list[tuple[int, Collection[str]]]) -> tuple[Floats, Floats]:
    """Return scores and contributions of the weighted features."""
    if not rows.size:
        return np.zeros(0), np.zeros((0, len(GROUPS)))
    added = learner.model.contributions(rows)
    grouped = np.stack([added[:, columns].sum(axis=1) for columns in _COLUMNS.values()], axis=1)
    mean = float(learner.model.scores(rows).mean())
    _switch_off(grouped, off)
    return mean + grouped.sum(axis=1), grouped


def _by_rule(
    learner: Learner, asked: Asked, places: list[int], off: list[tuple[int, Collection[str]]]
) -> tuple[Floats, Floats]:
    """Return the logarithm of the simple way's score, and what language and answers of late add to it."""
    people = len(learner.state.people) + 1
    of_language = learner.state.by_language.get(asked.language)
    own = (of_language[0].at(asked.moment, people) if of_language else np.zeros(people))[places]
    every = own + BESIDE * learner.state.last_7.at(asked.moment, people)[places]
    grouped = np.zeros((len(places), len(GROUPS)))
    if not places:
        return np.zeros(0), grouped
    language, scores = np.log(own + _FLOOR), np.log(every + _FLOOR)
    grouped[:, _LANGUAGE] = language - language.mean()
    grouped[:, _LATELY] = (scores - language) - (scores - language).mean()
    mean = float(scores.mean())
    _switch_off(grouped, off)
    return mean + grouped.sum(axis=1), grouped


def _groups_off(
    ranked: Sequence[int],
    asked: Asked,
    switched_off: Mapping[int, Collection[str]],
    refused: Mapping[int, Refused],
) -> list[tuple[int, Collection[str]]]:
    """Return by their places those for whom some groups do not count with this question."""
    found: list[tuple[int, Collection[str]]] = []
    for place, member in enumerate(ranked):
        own = refused.get(member, NOTHING_REFUSED).groups(topic=asked.topic, language=asked.language)
        if groups := {*switched_off.get(member, ()), *own}:
            found.append((place, groups))
    return found


def _not_refused(questions: Sequence[int], refused: Refused | None) -> list[int]:
    return [each for each in questions if refused is None or each not in refused.questions]


def _switch_off(grouped: Floats, off: list[tuple[int, Collection[str]]]) -> None:
    for place, groups in off:
        for group in groups:
            grouped[place, list(GROUPS).index(group)] = 0.0


def _visible(company: Company, questions: set[int]) -> set[int]:
    visible = Question.objects.of(company).filter(pk__in=questions, post__visibility=Post.Visibility.VISIBLE)
    return set(visible.values_list("pk", flat=True)) if questions else set()
