"""What pages show of badges."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Company, Membership
from community import clock
from community.questions.models import Topic
from rewards.badges.models import Badge, BadgeAward
from rewards.badges.models.award import BadgeAwardQuerySet
from rewards.badges.models.badge import BadgeQuerySet


def badges_with_holders(company: Company) -> list[Badge]:
    """Return the badges that can be earned, each with how many members have it and its topic's name. Two queries."""
    return _with_holders(company, Badge.objects.of(company).active())


def badge_or_404(company: Company, slug: str) -> Badge:
    """Return one of the company's badges, as `badges_with_holders` does: also one that can no longer be earned.

    Raises Http404 for any other.
    """
    found = _with_holders(company, Badge.objects.of(company).filter(slug=slug))
    if not found:
        raise Http404(_("There is no such page in this community."))
    return found[0]


def _with_holders(company: Company, rows: BadgeQuerySet) -> list[Badge]:
    standing = BadgeAward.objects.standing(clock.now()).filter(badge=OuterRef("pk")).order_by()
    # Once a member for each badge, however many years they have earned it in.
    people = standing.values("badge").annotate(n=Count("member", distinct=True)).values("n")
    # Annotated, so its type has no name of its own.
    badges: list[Any] = list(rows.annotate(holders_now=Coalesce(Subquery(people), 0, output_field=IntegerField())))
    topics = dict(Topic.objects.of(company).values_list("pk", "name"))
    for badge in badges:
        rule = badge.checked_rule
        badge.holders = badge.holders_now
        badge.topic_name = topics.get(rule.topic, "") if rule and rule.topic else ""
    return badges


def own_badges(member: Membership | None) -> set[int]:
    """Return which badges the member has now. One query; none for visitors."""
    if member is None:
        return set()
    return set(BadgeAward.objects.standing(clock.now()).filter(member=member).values_list("badge", flat=True))


def holders_of(badge: Badge) -> BadgeAwardQuerySet:
    """Return the awards of the badge that hold now, newest first, with their members."""
    rows = BadgeAward.objects.standing(clock.now()).filter(badge=badge).exclude(member__kind=Membership.Kind.FORMER)
    return rows.select_related("member").newest_first()


def awards_of(member: Membership) -> list[BadgeAward]:
    """Return the awards of a member that hold now, newest first, with their badges. One query.

    Those of badges that can no longer be earned too: what was earned stays.
    """
    rows = BadgeAward.objects.standing(clock.now()).filter(member=member)
    return list(rows.select_related("badge").newest_first()[:60])
