"""Sending the mails of an event: each one once, whoever else's fails."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from allauth.account.models import EmailAddress
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from community import clock
from community.events.followers import NotYet
from community.events.models import Delivery, Event
from community.notifications.letters import letter
from community.notifications.models import Notification, SentMail
from community.notifications.queries import mail_choices
from community.web.registries.notices import categories

logger = logging.getLogger(__name__)

INBOX_FOLLOWER: Final = "notifications.inbox"
# As long as a task may run, and some more: by then the worker that held the claim is gone.
CLAIM: Final = timedelta(minutes=3)
_PERMANENT: Final = 500


class MailWaits(Exception):
    """Some mails of an event could not be sent yet; the receipt stays open and is tried again."""


def mail_notifications(*, event: Event) -> int:
    """Mail everybody who was told of the event, has not read it, has a confirmed address and wants it. Return how many.

    Each mail is claimed in the database, sent, and settled, each on its own: a mail that was sent is never sent again,
    and one that fails does not keep the others back. Call it outside a transaction. Raises MailWaits when something
    remains to be sent, NotYet while the inbox is not written.
    """
    if Delivery.objects.filter(event=event, follower=INBOX_FOLLOWER, state__in=["open", "stuck"]).exists():
        raise NotYet("The inbox comes first.")
    waiting = list(_waiting(event))
    if not waiting:
        return 0
    sent, failed = 0, 0
    with get_connection() as connection:
        for notification, address in waiting:
            if not _claim(notification):
                failed += 1
            elif _send(notification, address, connection):
                sent += 1
            else:
                failed += 1
    if failed:
        raise MailWaits(f"{failed} of {len(waiting)} mails wait.")
    return sent


def _waiting(event: Event) -> Iterator[tuple[Notification, str]]:
    """Yield each notification that is still to be mailed, with the confirmed address it goes to. Four queries."""
    over = SentMail.objects.filter(event=event).exclude(state=SentMail.State.CLAIMED)
    notifications = list(
        Notification.objects.unread()
        .filter(event=event)
        .exclude(recipient__in=over.values("recipient"))
        .select_related("company", "recipient__person", "actor", "question__post")
        .order_by("recipient_id")
    )
    addresses = _addresses([each.recipient.person_id for each in notifications])
    choices = mail_choices([each.recipient_id for each in notifications])
    default = {category.name: category.mailed for category in categories()}
    for each in notifications:
        address = addresses.get(each.recipient.person_id or 0)
        wanted = choices.get((each.recipient_id, each.category), default.get(each.category, False))
        if address and wanted:
            yield each, address


def _addresses(people: list[int | None]) -> dict[int, str]:
    """Return the confirmed address of each person who has one: the primary one, if that is confirmed."""
    rows = EmailAddress.objects.filter(user__in=people, user__is_active=True, verified=True).order_by("primary", "-pk")
    return dict(rows.values_list("user_id", "email"))


def _claim(notification: Notification) -> bool:
    """Take the mail, or take it over from a worker that died with it; False while another worker may be sending it."""
    moment = clock.now()
    key = {
        "company_id": notification.company_id,
        "event_id": notification.event_id,
        "recipient_id": notification.recipient_id,
    }
    claim, is_new = SentMail.objects.get_or_create(**key, defaults={"claimed_at": moment})
    if is_new:
        return True
    abandoned = SentMail.objects.filter(pk=claim.pk, state=SentMail.State.CLAIMED, claimed_at__lte=moment - CLAIM)
    return abandoned.update(claimed_at=moment) == 1


def _send(notification: Notification, address: str, connection: BaseEmailBackend) -> bool:
    """Send one mail and settle its claim. False when it is to be tried again; the claim is then given back."""
    claim = SentMail.objects.filter(event_id=notification.event_id, recipient_id=notification.recipient_id)
    try:
        connection.send_messages([letter(notification, address)])
    except smtplib.SMTPRecipientsRefused as refusal:
        if all(code >= _PERMANENT for code, _said in refusal.recipients.values()):
            claim.update(state=SentMail.State.REFUSED)
            return True
        claim.delete()
        return False
    except smtplib.SMTPException:
        logger.warning("A mail of event %s could not be sent.", notification.event_id, exc_info=True)
        claim.delete()
        return False
    except Exception:
        # The server is away, or the worker's time is up: the others need not be tried now.
        claim.delete()
        raise
    claim.update(state=SentMail.State.SENT, sent_at=clock.now())
    return True
