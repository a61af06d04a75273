"""What notifications do when something happens."""

from __future__ import annotations

from community.events.followers import follow
from community.events.models import Event
from community.notifications.actions.forget import forget_notifications
from community.notifications.actions.mail import INBOX_FOLLOWER, mail_notifications
from community.notifications.actions.notify import notify
from community.web.registries.notices import event_types


# The registry is full: community.web, which fills it, stands before community.events, which loads this file.
@follow(*event_types(), name=INBOX_FOLLOWER)
def write_inboxes(event: Event) -> None:
    """Tell the members whom the event concerns."""
    notify(event=event)


@follow(*event_types(), name="notifications.mail", outside=True)
def send_mails(event: Event) -> None:
    """Mail those who were told and want mails."""
    mail_notifications(event=event)


@follow("consent.withdrawn", name="notifications.forget")
def forget(event: Event) -> None:
    """Delete what a member was told for a purpose that they do not agree to any more."""
    forget_notifications(
        company_id=int(event.company), member_id=event.payload["member"], purpose=event.payload["purpose"]
    )
