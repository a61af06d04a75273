"""What payouts do when something happens."""

from __future__ import annotations

from uuid import UUID

from accounts.models import Membership
from community.events.followers import follow
from community.events.models import Event
from rewards.payouts.actions.mail import mail_alarm
from rewards.payouts.actions.send import send_payout


@follow("payout.approved", name="payouts.send", outside=True)
def send(event: Event) -> None:
    """Send what was approved; the payout's own key makes it once."""
    send_payout(UUID(event.payload["payout"]))


@follow("payout.details_changed", name="payouts.alarm", outside=True)
def tell_of_changed_details(event: Event) -> None:
    """Mail the member that their payout details changed, whatever mails they want: it may not have been them."""
    members = Membership.objects.filter(company=int(event.company), pk=event.payload["member"])
    member = members.select_related("person", "company").first()
    if member is not None:
        mail_alarm(member, event.pk)
