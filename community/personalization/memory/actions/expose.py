"""Writing down what somebody was shown on a list made for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from accounts.models import Membership
from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from community import clock
from community.personalization.memory.models import Exposure

_NEEDS = {Exposure.Surface.OFFERS: Purpose.ROUTING, Exposure.Surface.FEED: Purpose.FEED}
# Looking again so soon is the same look.
_ONE_LOOK: Final = timedelta(minutes=10)
# Whoever looks at the same moment waits here, and then finds the other's look.
_LOOK: Final = """
    INSERT INTO memory_look (company_id, member_id, surface, shown_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (member_id, surface) DO UPDATE SET shown_at = excluded.shown_at WHERE memory_look.shown_at <= %s
    RETURNING id
"""


@dataclass(frozen=True)
class Shown:
    """One thing on a list: what it was, its place from 1, and how likely chance was to put it there."""

    object_id: int
    position: int
    kind: str = "question"
    propensity: float = 1.0


@transaction.atomic
def expose(member: Membership, surface: str, shown: Sequence[Shown]) -> int:
    """Write down what the member was shown; return how many rows, 0 for somebody who does not agree to the list.

    One list in ten minutes is written, and 0 returned for another one, also of two that are shown at once.
    """
    if not shown or not has_consent(member.pk, _NEEDS[Exposure.Surface(surface)]):
        return 0
    moment = clock.now()
    if not _is_first_look(member, surface, moment):
        return 0
    Exposure.objects.bulk_create(
        Exposure(
            company_id=member.company_id,
            member=member,
            surface=surface,
            kind=each.kind,
            object_id=each.object_id,
            position=each.position,
            propensity=each.propensity,
            shown_at=moment,
        )
        for each in shown
    )
    return len(shown)


def _is_first_look(member: Membership, surface: str, moment: datetime) -> bool:
    """Write the look down unless there was one in the ten minutes before; return whether it was written."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [member.company_id, member.pk, surface, moment, moment - _ONE_LOOK])
        return cursor.fetchone() is not None
