"""Telling members of an event."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Membership
from community import clock
from community.events.models import Event
from community.events.poke import poke_after_commit
from community.notifications.models import Notification
from community.web.registries.notices import Notice, NoticeKind, notices_for


@transaction.atomic
def notify(*, event: Event) -> None:
    """Write a notification for everybody whom the event concerns, once however often this runs; poke their open pages.

    Nobody is told of what they did themselves, of what a suspended member did, or of imported and seeded events.
    """
    if not event.is_live:
        return
    told: dict[int, tuple[NoticeKind, Notice]] = {}
    for kind in notices_for(event.type):
        notice = kind.tell(event)
        if notice is None or _is_suspended(notice.actor):
            continue
        for recipient in notice.recipients:
            if recipient != notice.actor and str(recipient) != event.actor:
                told.setdefault(recipient, (kind, notice))
    if not told:
        return
    reachable = _reachable(event.company, told)
    Notification.objects.bulk_create(
        [_notification(event, recipient, *told[recipient]) for recipient in reachable],
        batch_size=1000,
        ignore_conflicts=True,
    )
    poke_inboxes(event.company, reachable)


def poke_inboxes(company: str, members: list[int]) -> None:
    """Let the members' open pages count their unread notifications anew after commit."""
    poke_after_commit(company, {f"inbox:{member}": 0 for member in members})


def _is_suspended(member: int | None) -> bool:
    return Membership.objects.filter(pk=member, suspended_until__gt=clock.now()).exists() if member else False


def _reachable(company: str, members: dict[int, tuple[NoticeKind, Notice]]) -> list[int]:
    """Return those who can read an inbox: members of the company with a login that works."""
    people = Membership.objects.filter(
        company_id=int(company), pk__in=list(members), person__isnull=False, person__is_active=True
    )
    return sorted(people.values_list("pk", flat=True))


def _notification(event: Event, recipient: int, kind: NoticeKind, notice: Notice) -> Notification:
    return Notification(
        company_id=int(event.company),
        recipient_id=recipient,
        event=event,
        kind=kind.name,
        category=kind.category.name,
        actor_id=notice.actor,
        question_id=event.payload.get("question"),
        url_name=notice.url_name,
        url_args=list(notice.url_args),
        url_kwargs=dict(notice.url_kwargs),
        anchor=notice.anchor,
        created_at=clock.now(),
    )
