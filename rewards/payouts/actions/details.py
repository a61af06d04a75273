"""Changing where payouts go."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.models import Membership
from accounts.policies import check_not_suspended
from community import clock
from community.events.record import record
from rewards.payouts.events import PayoutDetailsChanged
from rewards.payouts.models import PayoutDetails
from rewards.payouts.policies import check_details


@dataclass(frozen=True)
class Destination:
    """What a member enters. The IBAN is tidied: capitals and digits only. Empty means none."""

    holder: str = ""
    iban: str = ""
    customer_number: str = ""
    is_of_age: bool = False


@transaction.atomic
def change_details(*, member: Membership, wanted: Destination) -> bool:
    """Keep where the member's payouts go; return whether anything changed.

    Another account or number starts the time during which nothing is paid to it, and records PayoutDetailsChanged, upon
    which the member gets a mail. Requests that are under way keep their destination. Raises DetailsRefused, NotAllowed.
    """
    check_not_suspended(member)
    check_details(wanted.holder, wanted.iban)
    PayoutDetails.objects.bulk_create(
        [PayoutDetails(company=member.company, member=member, changed_at=clock.now())], ignore_conflicts=True
    )
    details = PayoutDetails.objects.select_for_update(no_key=True).get(company=member.company_id, member=member)
    changed = {name: value for name, value in asdict(wanted).items() if value != getattr(details, name)}
    for name, value in changed.items():
        setattr(details, name, value)
    moves_money = changed.keys() & {"holder", "iban", "customer_number"}
    if moves_money:
        details.changed_at = clock.now()
        record(PayoutDetailsChanged(company=str(member.company_id), actor=member.key, member=member.pk))
    if changed:
        details.save(update_fields=[*changed, "changed_at"])
    return bool(changed)
