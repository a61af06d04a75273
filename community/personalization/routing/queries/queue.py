"""What a helper is asked, and where a question stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db.models import Max, Sum

from accounts.models import Membership
from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from community.personalization.learning.refused import NOTHING_REFUSED, Refused
from community.personalization.memory.queries.not_me import refused_by
from community.personalization.routing.models import Block, HelperSettings, Offer, Ring
from community.questions.models import Post, Question
from community.questions.queries.access import gone


@dataclass(frozen=True)
class Queue:
    """The offers of one member, the past questions that their reasons name, by id, and what the member says not to be.

    `version` grows with every change to the member's offers: pages that show an older one look again.
    """

    offers: list[Offer] = field(default_factory=list)
    past: dict[int, Question] = field(default_factory=dict)
    version: int = 0
    refused: Refused = NOTHING_REFUSED


def queue_of(member: Membership, now: datetime) -> Queue:
    """Return what is offered to a member who agreed to that, what is due first at the top. Four queries, two without any."""
    offers = list(
        Offer.objects.to(member)
        .standing(now)
        .filter(question__post__visibility=Post.Visibility.VISIBLE)
        .select_related("question__topic")
        .order_by("expires_at", "pk")
    )
    refused = refused_by(member) if offers else NOTHING_REFUSED
    return Queue(offers, past_questions(offers), version=version_of(member, now), refused=refused)


def past_questions(offers: Iterable[Offer]) -> dict[int, Question]:
    """Return the visible past questions that the offers' reasons name, by id. One query, none without any."""
    named = {(each.company_id, pk) for each in offers for pk in each.reason.get("similar", ())}
    if not named:
        return {}
    found = Question.objects.filter(
        company__in={company for company, _pk in named},
        pk__in=[pk for _company, pk in named],
        post__visibility=Post.Visibility.VISIBLE,
    )
    return {each.pk: each for each in found.only("title", "company")}


def version_of(member: Membership, now: datetime) -> int:
    """Return the moment of the newest change to the member's offers in milliseconds; that of now without any. One query."""
    newest = Offer.objects.to(member).aggregate(newest=Max("changed_at"))["newest"]
    return in_milliseconds(newest or now)


def in_milliseconds(moment: datetime) -> int:
    """Return a moment as milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def offer_or_404(member: Membership, pk: int) -> Offer:
    """Return one of the member's own offers with its question. Raises Http404 for any other, and without consent."""
    found = Offer.objects.to(member).select_related("question__post", "question__topic").filter(pk=pk).first()
    if found is None or not has_consent(member.pk, Purpose.ROUTING):
        raise gone()
    return found


def settings_of(member: Membership) -> HelperSettings:
    """Return how the member wants to be asked, the defaults where they chose nothing. One query."""
    found = HelperSettings.objects.filter(member=member).first()
    return found or HelperSettings(member=member, company_id=member.company_id, time_zone=member.company.time_zone)


def blocked_by(member: Membership) -> list[Membership]:
    """Return whom the member has blocked, by name. One query."""
    blocked = Block.objects.by(member).values("blocked")
    return list(Membership.objects.filter(company=member.company_id, pk__in=blocked).order_by("display_name"))


def is_blocked(member: Membership, other: Membership) -> bool:
    """Return whether the member has blocked the other. One query."""
    return Block.objects.by(member).filter(blocked=other).exists()


def number_asked(question: Question) -> int:
    """Return how many helpers were asked about the question. One query."""
    asked = Ring.objects.filter(company=question.company_id, question=question).aggregate(asked=Sum("asked"))["asked"]
    return cast("int", asked or 0)


@dataclass(frozen=True)
class Rounds:
    """Where a question stands: the number of its newest ring, 0 before the first, and whether its rounds still run."""

    number: int
    run: bool


def rounds_of(company_id: int, question_id: int) -> Rounds:
    """Return how far a question was offered. One query."""
    rings = Ring.objects.filter(company=company_id, question=question_id)
    found = rings.aggregate(newest=Max("number"), next_at=Max("next_at"))
    return Rounds(found["newest"] or 0, found["next_at"] is not None)


def was_asked_since(company_id: int, question_id: int, moment: datetime) -> bool:
    """Return whether the question was asked here, not imported, since the moment. One query."""
    asked = Question.objects.filter(company=company_id, pk=question_id, asked_at__gte=moment, post__source_id="")
    return asked.exists()
