"""Choosing what comes by mail."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import Membership
from community.notifications.models import MailPreference


@transaction.atomic
def choose_mails(*, member: Membership, wanted: Mapping[str, bool]) -> None:
    """Keep for each named category whether the member wants it by mail; categories that are not named stay."""
    MailPreference.objects.bulk_create(
        [
            MailPreference(company_id=member.company_id, member=member, category=category, wanted=choice)
            for category, choice in sorted(wanted.items())
        ],
        update_conflicts=True,
        unique_fields=["company", "member", "category"],
        update_fields=["wanted"],
    )
