"""What the demo's helpers agreed to, so that what is learned of helpers has somebody to be learned of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from accounts.events import ConsentGiven
from accounts.models import ConsentEntry, Membership
from accounts.purposes import Purpose, newest_wording
from community.demo.people import Scene
from community.events.record import PastEvent

_PURPOSES = (Purpose.ROUTING, Purpose.FEED)
_HELPERS_FROM = 2
"""The trust level from which on a member of the demo counts as one who helps often."""
_READING = timedelta(minutes=5)


def give_consents(scene: Scene) -> Iterator[PastEvent]:
    """Write the yes of those who help often, five minutes after they joined; part of the caller's transaction.

    Everybody else was never asked, so that the demo shows both. Yields what to record.
    """
    for member in scene.members.values():
        if member.role != Membership.Role.MEMBER or member.trust_level < _HELPERS_FROM:
            continue
        at = member.joined_at + _READING
        for purpose in _PURPOSES:
            wording = newest_wording(purpose).number
            ConsentEntry.objects.create(
                company=scene.company,
                membership=member,
                purpose=purpose,
                number=1,
                said=ConsentEntry.Said.GIVEN,
                wording=wording,
                surface="choices",
                at=at,
            )
            given = ConsentGiven(
                company=scene.company.key, actor=member.key, member=member.pk, purpose=purpose.value, wording=wording
            )
            yield PastEvent(happened=given, occurred_at=at)
