"""Marking notifications as read."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Membership
from community import clock
from community.notifications.actions.notify import poke_inboxes
from community.notifications.models import Notification


@transaction.atomic
def mark_read(*, notification: Notification) -> None:
    """Note that the recipient has opened it, the first time only; pokes the recipient's open pages."""
    changed = Notification.objects.unread().filter(pk=notification.pk).update(read_at=clock.now())
    if changed:
        poke_inboxes(str(notification.company_id), [notification.recipient_id])


@transaction.atomic
def mark_all_read(*, member: Membership) -> int:
    """Mark everything that the member was told as read; pokes the member's open pages. Return how many were unread."""
    changed = Notification.objects.to(member).unread().update(read_at=clock.now())
    if changed:
        poke_inboxes(str(member.company_id), [member.pk])
    return changed
