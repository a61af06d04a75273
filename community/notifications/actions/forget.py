"""Forgetting what somebody was told for a purpose that they do not agree to any more."""

from __future__ import annotations

from django.db import transaction

from community.notifications.actions.notify import poke_inboxes
from community.notifications.models import Notification
from community.web.registries.notices import kinds_for


@transaction.atomic
def forget_notifications(*, company_id: int, member_id: int, purpose: str) -> int:
    """Delete what the member was told for the purpose; return how many. Pokes their open pages if there was anything.

    A consent that was given anew meanwhile keeps nothing: what came of the old one goes.
    """
    told = Notification.objects.filter(company=company_id, recipient=member_id, kind__in=kinds_for(purpose))
    gone, _by_model = told.delete()
    if gone:
        poke_inboxes(str(company_id), [member_id])
    return gone
