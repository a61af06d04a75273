"""What the monthly report is made of."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Exists, OuterRef

from accounts.models import Company
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community.personalization.accountability.auditing import NEWCOMER_ANSWERS, AnswerFact, AskedFact, OfferFact
from community.personalization.routing.models import Offer
from community.questions.models import Acceptance, Answer, Post, Question

_DAY: Final = timedelta(hours=24)
_DECIDED: Final = (Offer.State.ACCEPTED, Offer.State.DECLINED, Offer.State.EXPIRED, Offer.State.ANSWERED)


def pool_of(company: Company) -> list[int]:
    """Return who agrees to be offered questions. One query."""
    return list(consenting(company.pk, Purpose.ROUTING).values_list("pk", flat=True))


def offers_in(company: Company, since: datetime, until: datetime) -> list[OfferFact]:
    """Return the offers of a time in the order in which they were made. One query."""
    rows = Offer.objects.of(company).filter(made_at__gte=since, made_at__lt=until).order_by("made_at", "pk")
    return [
        OfferFact(question, member, answers <= NEWCOMER_ANSWERS, state in _DECIDED, state == Offer.State.DECLINED)
        for question, member, answers, state in rows.values_list("question_id", "member_id", "answers", "state")
    ]


def answers_in(company: Company, since: datetime, until: datetime) -> list[AnswerFact]:
    """Return the substantive answers of a time by those who agree to offers, by time. Two queries."""
    substantive = Answer.objects.filter(
        company=company, is_substantive=True, post__author__in=consenting(company.pk, Purpose.ROUTING)
    )
    before = substantive.filter(post__created_at__lt=since)
    given = Counter(dict(before.values_list("post__author_id").annotate(Count("pk"))))
    standing = Acceptance.objects.filter(answer=OuterRef("pk"), revoked_at__isnull=True)
    rows = substantive.filter(post__created_at__gte=since, post__created_at__lt=until)
    facts = []
    for author, accepted in (
        rows.annotate(accepted=Exists(standing))
        .order_by("post__created_at", "pk")
        .values_list("post__author_id", "accepted")
    ):
        facts.append(AnswerFact(author, given[author] <= NEWCOMER_ANSWERS, accepted))
        given[author] += 1
    return facts


def asked_in(company: Company, since: datetime, until: datetime) -> list[AskedFact]:
    """Return the visible questions that became a day old in a time, by time. One query.

    So every question is in one of two times that follow each other, the young ones of the first in the second. Imported
    ones are left out, and those that were closed without an answer: nobody could answer them any more.
    """
    rows = Question.objects.of(company).filter(
        asked_at__gte=since - _DAY,
        asked_at__lt=until - _DAY,
        post__visibility=Post.Visibility.VISIBLE,
        post__source_id="",
    )
    rows = rows.exclude(state=Question.State.CLOSED, first_answered_at__isnull=True).order_by("asked_at", "pk")
    return [
        AskedFact(pk, language, answered_at is not None and answered_at - asked_at <= _DAY)
        for pk, language, asked_at, answered_at in rows.values_list("pk", "language", "asked_at", "first_answered_at")
    ]
