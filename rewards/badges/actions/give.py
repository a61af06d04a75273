"""Writing awards: the one place, so that nobody gets a badge twice whatever is repeated or runs at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from accounts.models import Membership
from community import clock
from community.events.models import Event
from community.events.record import PastEvent, record, record_past
from rewards.badges.events import BadgeAwarded
from rewards.badges.models import Badge
from rewards.badges.queries.metrics import Earned

# The database decides who was first; only what was really written comes back.
_INSERT = """
    INSERT INTO badges_badgeaward
        (company_id, member_id, badge_id, period, awarded_at, expires_at, awarded_by_id, reason, revoked_reason)
    SELECT %(company)s, earned.member, %(badge)s, earned.period, %(now)s, %(expires_at)s, %(by)s, %(reason)s, ''
    FROM unnest(%(members)s::bigint[], %(periods)s::text[]) AS earned (member, period)
    ON CONFLICT (company_id, member_id, badge_id, period) DO NOTHING
    RETURNING id, member_id, period
"""


@dataclass(frozen=True)
class Given:
    """An award that was written just now."""

    award: int
    member: int
    period: str


def give(
    badge: Badge,
    earned: Sequence[Earned],
    *,
    source: str = Event.Source.LIVE,
    awarded_by: Membership | None = None,
    reason: str = "",
) -> list[Given]:
    """Give the badge to those who do not have it yet, for their periods; return the new awards.

    Records BadgeAwarded for each, with another `source` as a part of the past, of which nobody is told. A revoked
    award counts as had. Part of the caller's transaction.
    """
    if not earned:
        return []
    now = clock.now()
    in_order = sorted(earned)
    facts: dict[str, Any] = {
        "company": badge.company_id,
        "badge": badge.pk,
        "now": now,
        "expires_at": now + timedelta(days=badge.valid_days) if badge.valid_days else None,
        "by": awarded_by.pk if awarded_by else None,
        "reason": reason,
        "members": [member for member, _period in in_order],
        "periods": [period for _member, period in in_order],
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, facts)
        given = [Given(*row) for row in cursor.fetchall()]
    _record(badge, given, actor=awarded_by.key if awarded_by else "", source=source)
    return given


def _record(badge: Badge, given: Sequence[Given], *, actor: str, source: str) -> None:
    happened = [
        BadgeAwarded(
            company=str(badge.company_id),
            actor=actor,
            member=each.member,
            badge=badge.pk,
            award=each.award,
            period=each.period,
        )
        for each in given
    ]
    if source != Event.Source.LIVE:
        now = clock.now()
        record_past([PastEvent(happened=each, occurred_at=now) for each in happened], source=source)
        return
    for each in happened:
        record(each)
