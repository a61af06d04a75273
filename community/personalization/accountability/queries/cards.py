"""The model card: what the register says, with what was learned and measured in one company."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Company
from community.personalization.accountability.models import Audit, Worth
from community.personalization.accountability.queries.demand import language_name
from community.personalization.accountability.queries.report import report_rows
from community.personalization.accountability.register import ENTRIES, Entry, Input
from community.personalization.accountability.saying import decimal, interval, percent
from community.personalization.feed.wording import REASON_NAMES
from community.personalization.learning.features import NAMES
from community.personalization.learning.gate import WINDOW
from community.personalization.learning.model import SPREAD, Model
from community.personalization.learning.order import WEIGHTS
from community.personalization.memory.models import Learned
from community.personalization.memory.queries.switch import offers_are_on


@dataclass(frozen=True)
class Card:
    """One entry as members read it. No field is empty; `lists` hold what is said in several lines."""

    key: str
    name: str
    purpose: str
    owner: str
    inputs: Sequence[Input]
    weights: Sequence[str]
    training: str
    metrics: Sequence[str]
    fairness: Sequence[str]
    limits: str
    off: str
    is_off: bool
    audited: Audit | None
    changes: Sequence[str]
    contact: str


@dataclass(frozen=True)
class _Known:
    """What one company has learned and measured."""

    learned: Learned | None
    worth: Worth | None
    audit: Audit | None
    offers_on: bool


def cards_of(company: Company) -> list[Card]:
    """Return the cards of every entry of the register. Four queries."""
    known = _Known(
        learned=Learned.objects.filter(company=company).first(),
        worth=Worth.objects.of(company).first(),
        audit=Audit.objects.of(company).first(),
        offers_on=offers_are_on(company.pk),
    )
    return [_card(entry, known) for entry in ENTRIES]


def _card(entry: Entry, known: _Known) -> Card:
    return Card(
        key=entry.key,
        name=str(entry.name),
        purpose=str(entry.purpose),
        owner=str(entry.owner),
        inputs=entry.inputs,
        weights=[str(entry.weights)] if entry.weights else _LIVE_WEIGHTS[entry.key](known),
        training=str(entry.training) or _training(known.learned),
        metrics=[str(entry.metrics)] if entry.metrics else _metrics(known),
        fairness=[str(entry.fairness)] if entry.fairness else _fairness(known.audit),
        limits=str(entry.limits),
        off=str(entry.off),
        is_off=entry.is_learned and not known.offers_on,
        audited=known.audit if entry.is_learned else None,
        changes=[str(each) for each in entry.changes],
        contact=str(entry.contact),
    )


def names_of_features() -> dict[str, str]:
    """Return what speaks for somebody, in words."""
    return {
        "language": _("share of the answers in this language, this month"),
        "language_lately": _("answers in this language, this week"),
        "lately": _("answers of any kind, this week"),
        "topic": _("answers in this topic more than in others"),
        "text": _("likeness of the words to questions that they answered"),
        "similar": _("answered the most similar questions"),
        "hour": _("usually here in the coming hours"),
        "idle": _("hours since their last answer"),
    }


def _weights(known: _Known) -> list[str]:
    """Return each weight with its sign, in units of the feature: those of the company, or those that all begin with."""
    learned = known.learned
    weights = np.array(learned.weights) if learned is not None and learned.weights else Model().weights
    said = names_of_features()
    return [f"{weight / SPREAD[name]:+.3f} {said[name]}" for name, weight in zip(NAMES, weights.tolist(), strict=True)]


def _weights_of_feed(known: _Known) -> list[str]:
    return [f"{weight:+.3f} {REASON_NAMES[name]}" for name, weight in WEIGHTS.items()]


# What an entry without words of its own for its weights says: those in use.
_LIVE_WEIGHTS: Final[Mapping[str, Callable[[_Known], list[str]]]] = {"router": _weights, "feed": _weights_of_feed}


def _training(learned: Learned | None) -> str:
    if learned is None or not learned.asked:
        return _("Nothing has been learned here yet; the weights are those that every community begins with.")
    count = learned.asked
    return ngettext(
        "%(count)d question, in the order in which it happened; counts fade by half in 7 to 180 days.",
        "%(count)d questions, in the order in which they happened; counts fade by half in 7 to 180 days.",
        count,
    ) % {"count": count}


def _metrics(known: _Known) -> list[str]:
    return [_worth(known.worth), _lead(known.learned)]


def _worth(worth: Worth | None) -> str:
    if worth is None or not worth.cells:
        return _("MRR by replay: too little is known.")
    value, low, high = worth.cells[0]["mrr"]
    words = {"mrr": decimal(value), "interval": interval(low, high), "n": worth.questions}
    return _("MRR by replay of the last 90 days: %(mrr)s (%(interval)s), on %(n)d questions.") % words


def _lead(learned: Learned | None) -> str:
    leads = np.array(learned.leads if learned is not None else ())
    if leads.size < WINDOW:
        words = {"n": leads.size, "window": WINDOW}
        return (
            _("Lead over the simple rule: unknown, %(n)d of %(window)d questions so far; the simple rule serves.")
            % words
        )
    error = 1.96 * float(leads.std(ddof=1)) / math.sqrt(leads.size)
    mean = float(leads.mean())
    said: dict[str, Any] = {
        "lead": decimal(mean),
        "interval": interval(mean - error, mean + error),
        "serves": _("the learned order serves") if mean >= 0 else _("the simple rule serves"),
        "n": leads.size,
    }
    return (
        _("Lead over the simple rule in MRR: %(lead)s (%(interval)s) on the last %(n)d questions; %(serves)s.") % said
    )


def _fairness(audit: Audit | None) -> list[str]:
    if audit is None:
        return [_("There is no report yet. The first comes within a day.")]
    figures: dict[str, Any] = audit.figures
    lines = [
        _("%(language)s: %(share)s of %(n)d questions answered within 24 hours, %(ratio)s times the others.")
        % {
            "language": language_name(each["language"]),
            "share": percent(each["share"]),
            "n": each["n"],
            "ratio": decimal(each["ratio"], 2),
        }
        for each in figures["languages"]
    ]
    said = report_rows(figures)
    offers, answers = (each["newcomers"]["share"] for each in (said.offers, said.answers))
    if offers is not None and answers is not None:
        words = {"offers": percent(offers), "answers": percent(answers)}
        lines.append(_("Newcomers: %(offers)s of offers, %(answers)s of answers.") % words)
    return lines or [_("no data")]
