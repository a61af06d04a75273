"""The mails of this feature that are no notices: the monthly statement, and the alarm when payout details change."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Company, Membership
from rewards.payouts.months import first_day_of
from rewards.payouts.queries.statement import Statement


def statement_letter(statement: Statement, address: str) -> EmailMessage:
    """Return the mail with a statement, in the member's language. A second copy after a crash is the same mail."""
    member = statement.member
    with translation.override(language_of(member)):
        context = {
            "statement": statement,
            "first_day": first_day_of(statement.month),
            "url": member.company.absolute_url("payouts:statement", statement.month),
        }
        subject = _("Your points in %(month)s") % {"month": statement.month}
        return _letter(member, subject, "payouts/statement.txt", context, address, f"statement-{statement.month}")


def alarm_letter(member: Membership, address: str, event: int) -> EmailMessage:
    """Return the mail that tells of changed payout details, in the member's language."""
    with translation.override(language_of(member)):
        context = {"url": member.company.absolute_url("payouts:details")}
        subject = _("Your payout details were changed")
        return _letter(member, subject, "payouts/details_changed.txt", context, address, f"details-{event}")


def addresses_of(member: Membership) -> list[str]:
    """Return the member's confirmed addresses, the primary one first; none for people who cannot sign in."""
    if member.person_id is None:
        return []
    rows = EmailAddress.objects.filter(user=member.person_id, user__is_active=True, verified=True)
    return list(rows.order_by("-primary", "pk").values_list("email", flat=True))


def language_of(member: Membership) -> str:
    """Return the language in which the member gets mails."""
    known = {code for code, _name in settings.LANGUAGES}
    chosen = member.person.language if member.person else ""
    return chosen if chosen in known else member.company.interface_languages[0]


def _letter(
    member: Membership, subject: str, template: str, context: dict[str, Any], address: str, key: str
) -> EmailMessage:
    company: Company = member.company
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    body = render_to_string(template, {"member": member, "company": company, **context})
    return EmailMessage(
        subject=" ".join(f"{company.name}: {subject}".split()),
        body=body,
        from_email=formataddr((" ".join(company.name.split()), sender)),
        to=[address],
        headers={
            "Message-ID": f"<{key}-{member.pk}@{sender.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
    )
