"""Why somebody is asked, in words that say what was really counted and what really ranked them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from community.languages import COMMUNITY_LANGUAGES
from community.personalization.learning.refused import LANGUAGE, NOTHING_REFUSED, TOPIC, Refused
from community.personalization.routing.models import Offer, Ring
from community.questions.models import Question

SIMILAR: Final = "similar"
GROUPS: Final[dict[str, Any]] = {
    "language": gettext_lazy("Your answers in this language"),
    "topic": gettext_lazy("Your answers in this topic"),
    SIMILAR: gettext_lazy("Your answers to similar questions"),
    "hour": gettext_lazy("You are usually here at this hour"),
    "lately": gettext_lazy("How lately you answered"),
    "fair_share": gettext_lazy("Offers that you got in the last 24 hours"),
}


@dataclass(frozen=True)
class Said:
    """A sentence, and the past questions that prove it. `signals` are what the member may say not to be.

    `is_refused` where they said so since, and `refused` are the ids of questions of which they did.
    """

    sentence: str
    questions: list[Question] = field(default_factory=list)
    signals: tuple[tuple[str, str], ...] = ()
    is_refused: bool = False
    refused: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Part:
    """What one group of reasons did to the chance that somebody answers: times so much, over the average helper."""

    label: str
    times: str


@dataclass(frozen=True)
class Why:
    """The whole explanation of one offer: `said` decided that they were asked, `beside` speaks for them and did not."""

    said: list[Said]
    order: str
    parts: list[Part]
    beside: list[Said] = field(default_factory=list)
    likelihood: str = ""


def why_of(offer: Offer, past: Mapping[int, Question], refused: Refused = NOTHING_REFUSED) -> Why:
    """Return the reasons of an offer as they were stored, those that decided first; `past` are the questions they name.

    `refused` is what the member says by now that they are not: it is marked, for it did count when they were asked.
    """
    counted, deciding = _counted(offer, past, refused), _deciding(offer)
    said = [*_place(offer), *(counted[name] for name in deciding if name in counted), *_load(offer)]
    beside = [each for name, each in counted.items() if name not in deciding]
    if not (said or beside):
        said = [Said(_("Nothing that you did yet speaks for it: you said that you want to be asked."))]
    served_by_model = offer.served == Ring.Served.MODEL
    return Why(
        said=said,
        order=_ORDERS[offer.served] % {"language": language_name(offer.question.language)},
        parts=_parts(offer) if served_by_model else [],
        beside=beside,
        likelihood=_likelihood(offer) if served_by_model else "",
    )


_ORDERS: Final[dict[str, Any]] = {
    "model": gettext_lazy("Those who could be asked stood in the order of what was learned from answers here."),
    "simple": gettext_lazy(
        "Those who could be asked stood in the order of how much they answered in %(language)s in the last seven days."
    ),
    "plain": gettext_lazy("Everybody who could be asked was asked. Nobody was put before anybody else."),
}


_INTEREST: Final = "interest"
# What put people in order, by what served; nothing did where everybody was asked.
_RANKED_BY: Final[dict[str, tuple[str, ...]]] = {
    Ring.Served.MODEL: (SIMILAR, TOPIC, LANGUAGE),
    Ring.Served.SIMPLE: (LANGUAGE,),
}
# What led to a place beside the order. Only who knows the topic, or told of an interest in it, is drawn as a newcomer.
_PLACED_BY: Final[dict[str, tuple[str, ...]]] = {
    Offer.Slot.SIMILAR: (SIMILAR,),
    Offer.Slot.NEWCOMER: (TOPIC, _INTEREST),
}


def _deciding(offer: Offer) -> tuple[str, ...]:
    """Return the reasons that could decide that they were asked, in the order in which they are said."""
    placed, ranked = _PLACED_BY.get(offer.slot, ()), _RANKED_BY.get(offer.served, ())
    return tuple(dict.fromkeys([*placed, *ranked]))


def _counted(offer: Offer, past: Mapping[int, Question], refused: Refused) -> dict[str, Said]:
    facts, topic, language = offer.reason, offer.question.topic.name, offer.question.language
    not_me = refused.groups(topic=str(offer.question.topic_id), language=language)
    found: dict[str, Said] = {}
    of_topic = ((TOPIC, str(offer.question.topic_id)),)
    similar = [past[pk] for pk in facts.get("similar", ()) if pk in past]
    if similar:
        found[SIMILAR] = Said(_("You answered questions like this one:"), similar, refused=refused.questions)
    if count := facts.get("topic_solved"):
        found[TOPIC] = Said(_sentence(_SOLVED, count, topic), signals=of_topic, is_refused=TOPIC in not_me)
    elif count := facts.get("topic"):
        found[TOPIC] = Said(_sentence(_ANSWERED, count, topic), signals=of_topic, is_refused=TOPIC in not_me)
    if count := facts.get("language_week"):
        sentence = ngettext(
            "You answered %(count)d question in %(language)s in the last 7 days.",
            "You answered %(count)d questions in %(language)s in the last 7 days.",
            count,
        )
        words = sentence % {"count": count, "language": language_name(language)}
        found[LANGUAGE] = Said(words, signals=((LANGUAGE, language),), is_refused=LANGUAGE in not_me)
    if facts.get("interest"):
        found[_INTEREST] = Said(_("You told us that you like to help with %(topic)s.") % {"topic": topic})
    return found


_SOLVED: Final = "solved"
_ANSWERED: Final = "answered"


def _sentence(what: str, count: int, topic: str) -> str:
    if what == _SOLVED:
        words = ngettext(
            "You solved %(count)d question about %(topic)s in the last 90 days.",
            "You solved %(count)d questions about %(topic)s in the last 90 days.",
            count,
        )
    else:
        words = ngettext(
            "You answered %(count)d question about %(topic)s in the last 90 days.",
            "You answered %(count)d questions about %(topic)s in the last 90 days.",
            count,
        )
    return words % {"count": count, "topic": topic}


def _place(offer: Offer) -> list[Said]:
    found = []
    if offer.slot == Offer.Slot.NEWCOMER:
        found.append(Said(_("One place of five is kept for new helpers and drawn by chance. This one is yours.")))
    if offer.slot == Offer.Slot.SIMILAR:
        found.append(Said(_("One place goes to whoever answered the question that is most like this one: you.")))
    return found


def _load(offer: Offer) -> list[Said]:
    load = offer.reason.get("load")
    # Where everybody was asked, nobody was moved back.
    if load and offer.served != Ring.Served.PLAIN:
        sentence = ngettext(
            "You were offered %(count)d other in 24 hours: that moved you back a little, so that it does not always "
            "meet the same people.",
            "You were offered %(count)d others in 24 hours: that moved you back a little, so that it does not always "
            "meet the same people.",
            load,
        )
        return [Said(sentence % {"count": load})]
    return []


def _parts(offer: Offer) -> list[Part]:
    added = sorted(offer.contributions.items(), key=lambda each: -abs(each[1]))
    return [Part(str(GROUPS[name]), times(value)) for name, value in added if name in GROUPS and abs(value) >= 0.005]


def _likelihood(offer: Offer) -> str:
    total = sum(offer.contributions.values())
    return times(total) if total > 0 else ""


def times(value: float) -> str:
    """Return a natural logarithm of odds as a factor: "×2.1"."""
    return f"×{math.exp(value):.2g}" if value < math.log(100) else "×100+"


def language_name(code: str) -> str:
    """Return the name of a language in the reader's language."""
    return str(dict(COMMUNITY_LANGUAGES).get(code) or get_language_info(code)["name_translated"])
