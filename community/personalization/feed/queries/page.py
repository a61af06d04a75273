"""The page of questions for one member: in the order made for them, or in the plain one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from accounts.models import Membership
from accounts.purposes import Purpose
from accounts.queries.consent import Asking, choices_of
from accounts.reader import Reader
from community import clock
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.personalization.feed.models import FeedChoice
from community.personalization.feed.queries.pool import (
    answered_by,
    for_order,
    number_answered,
    open_to,
    own_open_question,
    waiting_longest,
)
from community.personalization.feed.reasons import Background, Reason, reasons_for
from community.personalization.learning.order import Order, order_for, varied
from community.personalization.memory.queries.not_me import refused_by
from community.questions.models import Question, Topic
from community.search.queries.related import related_questions
from community.search.queries.similar import SimilarQuestion

ROWS: Final = 20
FIRST_ANSWERS: Final = 5
# The window in which topics are mixed and one question is left to chance.
WINDOW: Final = 10
_BY_CHANCE_AT: Final = 5
# A first question to answer is fresh and short.
_FRESH: Final = timedelta(days=2)
_SHORT_CHARS: Final = 600
# Why the order is plain for somebody who could have their own.
_CHOSEN: Final = "chosen"


@dataclass(frozen=True)
class Row:
    """A question on the list. `propensity` is how likely chance was to put it there, 1 where chance had no part."""

    question: Question
    reasons: Sequence[Reason] = ()
    by_chance: bool = False
    propensity: float = 1.0


@dataclass(frozen=True)
class FirstFive:
    """How far somebody is who has answered fewer than five questions, and which they could answer next."""

    done: int
    questions: Sequence[Question]


@dataclass(frozen=True)
class FeedPage:
    """Everything the page shows. `plain` says why the order is not made for the member, "" where it is."""

    rows: Sequence[Row]
    plain: str
    asking: Asking | None
    choice: FeedChoice
    topics: Sequence[Topic]
    soon: Sequence[Question]
    first_five: FirstFive | None = None
    own: Question | None = None
    exists: Sequence[SimilarQuestion] = field(default_factory=tuple)


def feed_page(reader: Reader, member: Membership, *, language: str, plain: bool) -> FeedPage:
    """Return the page for the member; `language` is the one that they read it in, `plain` that they want the plain order.

    Nothing about the member enters the plain order but the languages that they chose, and that they neither asked nor
    answered what is on it. Who agreed and is not held out is led to their first five answers. A fixed number of queries:
    their choices and consents, the questions that wait, those that wait longest, the topics, and their own open question
    with what resembles it; with consent also what they answered and refused, or how many they answered.
    """
    consents = choices_of(member.pk)
    choice = FeedChoice.objects.filter(member=member).first() or FeedChoice(member=member, company=reader.company)
    why = _why_plain(member, agreed=consents.has(Purpose.FEED), wanted=plain)
    # What the company no longer speaks is nobody's choice any more.
    languages = [each for each in choice.languages if each in reader.company.languages]
    waiting = open_to(reader, member, languages)
    own = own_open_question(reader, member)
    ordered = plain_order(waiting, language)
    page = FeedPage(
        rows=[Row(question) for question in ordered[:ROWS]],
        plain=why,
        asking=consents.asking(Purpose.FEED),
        choice=choice,
        topics=list(Topic.objects.of(reader.company).open()),
        soon=waiting_longest(reader, member, languages),
        own=own,
        exists=[each for each in related_questions(reader, own) if each.answer_count] if own else (),
    )
    if not why:
        return _made_for(member, page, waiting)
    if why != _CHOSEN:
        return page
    return replace(page, first_five=_first_five(number_answered(member, FIRST_ANSWERS), ordered))


def plain_order(waiting: Sequence[Question], language: str) -> list[Question]:
    """Return the questions in the order that is the same for everybody: the reader's language, unanswered, newest."""
    return sorted(
        waiting, key=lambda each: (each.language != language, not each.needs_answer, -each.asked_at.timestamp())
    )


def _why_plain(member: Membership, *, agreed: bool, wanted: bool) -> str:
    if not agreed:
        return "consent"
    if in_hold_out(member.company_id, f"member:{member.pk}"):
        return "hold_out"
    return _CHOSEN if wanted else ""


def _made_for(member: Membership, page: FeedPage, waiting: Sequence[Question]) -> FeedPage:
    """Return the page in the order for the member, with the first five for those who have answered fewer."""
    past, refused, now = answered_by(member), refused_by(member), clock.now()
    order = order_for(
        [for_order(each) for each in waiting],
        [each.for_order() for each in past],
        now.timestamp(),
        off=page.choice.off,
        chosen=[str(each) for each in page.choice.topics],
        refused=refused,
    )
    ranked = sorted(range(len(waiting)), key=lambda place: -order.scores[place])
    chance = drawn(ranked[WINDOW:], f"{member.pk}:{now.date()}")
    fixed = {} if chance is None else {_BY_CHANCE_AT - 1: chance}
    arranged = varied(ranked, [str(each.topic_id) for each in waiting], window=WINDOW, fixed=fixed)
    known = Background(past, frozenset(page.choice.topics), now.timestamp(), refused)
    rows = [
        Row(waiting[place], by_chance=True, propensity=1.0 / len(ranked[WINDOW:]))
        if place == chance
        else _row(waiting[place], place, order, known)
        for place in arranged[:ROWS]
    ]
    return replace(page, rows=rows, first_five=_first_five(len(past), [waiting[place] for place in ranked]))


def _row(question: Question, place: int, order: Order, known: Background) -> Row:
    return Row(question, reasons_for(question, order.contributions[place].tolist(), order.alike[place], known))


def drawn(further: Sequence[int], name: str) -> int | None:
    """Return one of those further down, each equally likely, or None where there are none.

    The draw is that of a name: whoever opens the page again on the same day sees the same.
    """
    if not further:
        return None
    return further[int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % len(further)]


def _first_five(done: int, ranked: Sequence[Question]) -> FirstFive | None:
    """Return fresh, short questions that nobody has answered and that were never reopened; None after five answers."""
    if done >= FIRST_ANSWERS:
        return None
    since = clock.now() - _FRESH
    fit = [
        each
        for each in ranked
        if each.state == Question.State.NEW
        and each.needs_answer
        and each.asked_at >= since
        and each.post.visible_chars <= _SHORT_CHARS
    ]
    return FirstFive(done, fit[: FIRST_ANSWERS - done])
