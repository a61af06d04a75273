"""Giving badges by their rules."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import Company
from community.events.models import Event
from rewards.badges.actions.defaults import make_default_badges
from rewards.badges.actions.give import Given, give
from rewards.badges.models import Badge, BadgeAward
from rewards.badges.queries.metrics import Earned, counted, earned
from rewards.badges.rules import Rule


@transaction.atomic
def award_earned(*, company_id: int, member_id: int, metrics: Collection[str]) -> list[Given]:
    """Give a member the badges whose rules count one of the metrics and that are earned by now. Records BadgeAwarded.

    Counts each metric once, and nothing that the member has already.
    """
    had = BadgeAward.objects.filter(badge=OuterRef("pk"), member=member_id, period="")
    badges = Badge.objects.filter(company_id=company_id, rule__metric__in=list(metrics)).active()
    known: dict[tuple[str, str, int | None], dict[Earned, int]] = {}
    given: list[Given] = []
    for badge in badges.exclude(Exists(had)).order_by("pk"):
        rule = badge.checked_rule
        if rule is None:
            continue
        same = (rule.metric, rule.period, rule.topic)
        if same not in known:
            known[same] = counted(company_id, rule, [member_id])
        given += give(badge, [key for key, have in known[same].items() if have >= rule.threshold])
    return given


@transaction.atomic
def award_everything(company: Company, *, source: str = Event.Source.IMPORT) -> int:
    """Give everybody what their past has earned, imported and seeded past included; return how many new awards.

    Makes the default badges that are missing. Nobody is told; what somebody has stays, also where it would not be
    earned again. Repeating it gives nothing.
    """
    make_default_badges(company.pk)
    badges = Badge.objects.of(company).active().by_rule()
    return sum(len(award_by_rule(badge, source=source)) for badge in badges)


def award_by_rule(badge: Badge, *, source: str = Event.Source.IMPORT) -> list[Given]:
    """Give the badge to everybody who has earned it, without telling; part of the caller's transaction."""
    rule: Rule | None = badge.checked_rule
    return give(badge, earned(badge.company_id, rule), source=source) if rule else []
