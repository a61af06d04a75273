"""Sending statements and alarms. Never within a transaction: claim, do, mark done."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import Final

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import Company, Membership
from community import clock
from rewards.payouts.letters import addresses_of, alarm_letter, statement_letter
from rewards.payouts.models import StatementMail
from rewards.payouts.queries.statement import members_with_movement, statement_of

logger = logging.getLogger(__name__)

CLAIM: Final = timedelta(minutes=3)


def mail_statements(company: Company, month: str) -> int:
    """Mail every member whose points moved in the month their statement, once; return how many were sent now.

    One that cannot be sent is tried again at the next run; the others are sent all the same.
    """
    over = StatementMail.objects.filter(company=company, month=month).exclude(state=StatementMail.State.CLAIMED)
    missing = set(members_with_movement(company, month)) - set(over.values_list("member", flat=True))
    members = Membership.objects.of(company).filter(pk__in=missing).select_related("person", "company")
    with get_connection() as connection:
        return sum(_mail_statement(member, month, connection) for member in members.order_by("pk"))


def mail_alarm(member: Membership, event: int) -> int:
    """Tell all of the member's confirmed addresses that the payout details changed; return how many. May tell twice."""
    letters = [alarm_letter(member, address, event) for address in addresses_of(member)]
    if not letters:
        return 0
    with get_connection() as connection:
        return connection.send_messages(letters) or 0


def _mail_statement(member: Membership, month: str, connection: BaseEmailBackend) -> bool:
    addresses = addresses_of(member)
    if not addresses or not _claim(member, month):
        return False
    claim = StatementMail.objects.filter(company=member.company_id, member=member, month=month)
    try:
        connection.send_messages([statement_letter(statement_of(member, month), addresses[0])])
    except smtplib.SMTPRecipientsRefused:
        claim.update(state=StatementMail.State.REFUSED)
        return False
    except smtplib.SMTPException:
        logger.warning("The statement %s of member %s could not be sent.", month, member.pk, exc_info=True)
        claim.delete()
        return False
    except Exception:
        # The server is away, or the worker's time is up: the others need not be tried now.
        claim.delete()
        raise
    claim.update(state=StatementMail.State.SENT)
    return True


def _claim(member: Membership, month: str) -> bool:
    """Take the mail, or take it over from a worker that died with it; False while another worker may be sending it."""
    now = clock.now()
    claim, is_new = StatementMail.objects.get_or_create(
        company_id=member.company_id, member=member, month=month, defaults={"claimed_at": now}
    )
    if is_new:
        return True
    abandoned = StatementMail.objects.filter(
        pk=claim.pk, state=StatementMail.State.CLAIMED, claimed_at__lte=now - CLAIM
    )
    return abandoned.update(claimed_at=now) == 1
