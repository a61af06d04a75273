"""Writing down what somebody was shown on a list made for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction

from accounts.models import Membership
from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from community import clock
from community.personalization.memory.models import Exposure

_NEEDS = {Exposure.Surface.OFFERS: Purpose.ROUTING, Exposure.Surface.FEED: Purpose.FEED}
# Looking again so soon is the same look.
_ONE_LOOK: Final = timedelta(minutes=10)


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

    One list in ten minutes is written, and 0 returned for another one.
    """
    if not shown or not has_consent(member.pk, _NEEDS[Exposure.Surface(surface)]):
        return 0
    moment = clock.now()
    if Exposure.objects.filter(member=member, surface=surface, shown_at__gt=moment - _ONE_LOOK).exists():
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
