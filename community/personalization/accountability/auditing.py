"""Whom the learning reaches, whom it should, and who is left waiting: the report of a month.

Exposure is offers; merit is accepted answers, each helper's share of them drawn to everybody's (shrunk_share), because
few answers say little. Newcomers have 10 answers or fewer. Parity: a language's share of questions answered in 24 hours
over that of all other languages together; outside of 0.8 to 1.25, with 50 questions on either side, it is a finding. The
others are the measure, not the whole: a large language would hide in its own average.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from community.statistics.fairness import ratio_of_shares, unfair_prefixes
from community.statistics.shares import gini, top_share, wilson_interval
from community.statistics.shrinkage import shrunk_share

AUDIT_VERSION: Final = 1
NEWCOMER_ANSWERS: Final = 10
LOWEST, HIGHEST = 0.8, 1.25
FEWEST_ASKED: Final = 50
# Of fewer offers or answers, or of fewer people, a figure is shown nowhere: it would be about one of them.
FEWEST: Final = 30
FEWEST_PEOPLE: Final = 5
# The share of offers that is kept for newcomers, and the lengths at which lists are tested for it.
NEWCOMER_SHARE: Final = 0.2
PREFIXES: Final = (5, 10, 20)
_EXAMPLES: Final = 5

Figures = dict[str, Any]


@dataclass(frozen=True)
class OfferFact:
    """An offer: of which question, to whom, whether they were new then, and what they decided."""

    question: int
    member: int
    is_newcomer: bool
    decided: bool
    declined: bool


@dataclass(frozen=True)
class AnswerFact:
    """A substantive answer: by whom, whether they were new then, and whether it stands accepted."""

    member: int
    is_newcomer: bool
    accepted: bool


@dataclass(frozen=True)
class AskedFact:
    """A question that is a day old: in which language, and whether it was answered by then."""

    question: int
    language: str
    answered: bool


def report(
    pool: Sequence[int], offers: Sequence[OfferFact], answers: Sequence[AnswerFact], asked: Sequence[AskedFact]
) -> Figures:
    """Return the figures of a month. `pool` is everybody who agreed to offers; `answers` are those of the pool.

    Nobody is named; of questions the ids of a few examples are.
    """
    return {
        "pool": len(pool),
        "offers": _offers(pool, offers),
        "answers": _answers(pool, answers),
        "exposure": _exposure(offers, answers),
        "prefixes": _prefixes(offers),
        "languages": _parity(asked),
    }


def findings_of(figures: Figures) -> list[str]:
    """Return the languages that need somebody who does something."""
    return [each["language"] for each in figures["languages"] if each["is_outside"]]


def _offers(pool: Sequence[int], offers: Sequence[OfferFact]) -> Figures:
    got = Counter(each.member for each in offers)
    everybody = [got[member] for member in {*pool, *got}]
    return {
        "n": len(offers),
        "people": len(got),
        "coverage": len(set(pool) & set(got)) / len(pool) if pool else None,
        "gini_with_zeros": gini(everybody),
        "gini_among_offered": gini(list(got.values())),
        "top_1": max(got.values()) / len(offers) if got else None,
        "top_tenth": top_share(everybody, 0.1) if got else None,
        "newcomers": _newcomers(offers),
        "declined": _declined([each for each in offers if each.decided]),
        "declined_by_newcomers": _declined([each for each in offers if each.decided and each.is_newcomer]),
    }


def _answers(pool: Sequence[int], answers: Sequence[AnswerFact]) -> Figures:
    gave = Counter(each.member for each in answers)
    return {
        "n": len(answers),
        "people": len(gave),
        "gini_with_zeros": gini([gave[member] for member in {*pool, *gave}]),
        "gini_among_helpers": gini(list(gave.values())),
        "newcomers": _newcomers(answers),
    }


def _exposure(offers: Sequence[OfferFact], answers: Sequence[AnswerFact]) -> list[Figures]:
    """Return for newcomers and the others their share of offers, of merit, and the one over the other."""
    merit = _merit(answers)
    total = sum(merit.values())
    rows = []
    for is_newcomer in (True, False):
        exposed = sum(each.is_newcomer == is_newcomer for each in offers) / len(offers) if offers else None
        deserved = merit[is_newcomer] / total if total else None
        ratio = exposed / deserved if exposed is not None and deserved else None
        rows.append({"is_newcomer": is_newcomer, "exposure": exposed, "merit": deserved, "ratio": ratio})
    return rows


def _merit(answers: Sequence[AnswerFact]) -> Mapping[bool, float]:
    """Return the accepted answers of newcomers and others, each helper's share of them drawn to everybody's."""
    everybody = sum(each.accepted for each in answers) / len(answers) if answers else 0.0
    gave: Counter[tuple[int, bool]] = Counter((each.member, each.is_newcomer) for each in answers)
    accepted = Counter((each.member, each.is_newcomer) for each in answers if each.accepted)
    merit = {True: 0.0, False: 0.0}
    for helper, n in gave.items():
        merit[helper[1]] += n * shrunk_share(accepted[helper], n, everybody)
    return merit


def _prefixes(offers: Sequence[OfferFact]) -> list[Figures]:
    """Return at each length how many questions' lists were long enough, and how many of these had too few newcomers."""
    by_question: dict[int, list[bool]] = {}
    for each in offers:
        by_question.setdefault(each.question, []).append(each.is_newcomer)
    found = [unfair_prefixes(places, NEWCOMER_SHARE, PREFIXES) for places in by_question.values()]
    return [
        {
            "length": length,
            "lists": sum(length in each for each in found),
            "unfair": sum(each.get(length, False) for each in found),
        }
        for length in PREFIXES
    ]


def _parity(asked: Sequence[AskedFact]) -> list[Figures]:
    """Return each language against all the others, the one answered least often first."""
    n = Counter(each.language for each in asked)
    answered = Counter(each.language for each in asked if each.answered)
    rows = [_language(language, asked, n, answered) for language in n]
    return sorted(rows, key=lambda row: (row["share"], row["language"]))


def _language(language: str, asked: Sequence[AskedFact], n: Counter[str], answered: Counter[str]) -> Figures:
    own, others = n[language], n.total() - n[language]
    low, high = wilson_interval(answered[language], own)
    ratio = ratio_of_shares(answered[language], own, answered.total() - answered[language], others)
    is_enough = min(own, others) >= FEWEST_ASKED
    waited = [each.question for each in asked if each.language == language and not each.answered]
    return {
        "language": language,
        "n": own,
        "share": answered[language] / own,
        "low": low,
        "high": high,
        "ratio": ratio.value,
        "ratio_low": ratio.low,
        "ratio_high": ratio.high,
        "is_enough": is_enough,
        "is_outside": is_enough and ratio.value is not None and ratio.is_outside(LOWEST, HIGHEST),
        "examples": waited[:_EXAMPLES],
    }


def _newcomers(facts: Sequence[OfferFact] | Sequence[AnswerFact]) -> Figures:
    """Return the share of newcomers, with the people of the smaller side: who is alone there is what it would say."""
    sides = [{each.member for each in facts if each.is_newcomer == is_newcomer} for is_newcomer in (True, False)]
    return {**_share([each.is_newcomer for each in facts]), "people": min(map(len, sides))}


def _declined(decided: Sequence[OfferFact]) -> Figures:
    """Return the share that was declined, with the people who decided."""
    return {**_share([each.declined for each in decided]), "people": len({each.member for each in decided})}


def _share(happened: Sequence[bool]) -> Figures:
    """Return a share with where the true one lies."""
    n = len(happened)
    low, high = wilson_interval(sum(happened), n)
    return {"n": n, "share": sum(happened) / n if n else None, "low": low, "high": high}
