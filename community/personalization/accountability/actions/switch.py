"""Switching off, for a whole company, that questions are offered."""

from __future__ import annotations

from django.db import transaction

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community.personalization.memory.models import Switch


@transaction.atomic
def switch_offers(*, admin: Membership, on: bool) -> Switch:
    """Let questions be offered in the admin's company, or not. Writes an audit entry, unless nothing changed.

    Offers that stand are not taken back; no new one is made while it is off. Locks the company's row. Raises NotAllowed
    for everybody but admins.
    """
    company = Company.objects.select_for_update(no_key=True).get(pk=admin.company_id)
    admin.refresh_from_db(fields=["role", "suspended_until", "suspended_reason"])
    check_may_administer(admin)
    known = Switch.objects.filter(company=company).first()
    before = known.offers if known else True
    switch, _made = Switch.objects.update_or_create(company=company, defaults={"offers": on})
    if before != on:
        audit_act(
            admin,
            "offers.switched",
            target_kind="switch",
            target_id=company.pk,
            before={"offers": before},
            after={"offers": on},
        )
    return switch
