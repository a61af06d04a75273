"""What the demo's companies promise, as if that had been decided while the past that they come with went on."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import Membership
from community.demo.people import Scene
from community.events.record import PastEvent
from community.insights.promise.events import PromiseMade
from community.insights.promise.models import Ladder, Promise

_HOUR = 3600
_FIRST = {"answer_within": 4 * _HOUR, "answer_share": 70}
_NEXT = {
    "answer_within": 2 * _HOUR,
    "answer_share": 80,
    "resolution_within": 48 * _HOUR,
    "resolution_share": 60,
}
# How long ago the second version came into force.
_TIGHTENED = timedelta(days=45)


def make_promises(scene: Scene, now: datetime) -> list[PastEvent]:
    """Write two versions of a promise and the usual ladder; part of the caller's transaction. Returns what to record.

    Audits nothing. Does nothing in a company without an admin.
    """
    admins = [member for member in scene.members.values() if member.role == Membership.Role.ADMIN]
    if not admins:
        return []
    author = min(admins, key=lambda member: member.joined_at)
    begins = [author.joined_at, max(now - _TIGHTENED, author.joined_at + timedelta(days=1))]
    versions = [
        Promise.objects.create(
            company=scene.company, version=number, valid_from=moment, created_at=moment, author=author, **terms
        )
        for number, (moment, terms) in enumerate(zip(begins, (_FIRST, _NEXT), strict=True), start=1)
    ]
    Ladder.objects.create(company=scene.company)
    return [
        PastEvent(
            happened=PromiseMade(
                company=scene.company.key, actor=author.key, version=each.version, withdrawn=each.withdrawn
            ),
            occurred_at=each.valid_from,
        )
        for each in versions
    ]
