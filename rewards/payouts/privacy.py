"""What payouts hold of a person."""

from __future__ import annotations

from typing import Any

from community.web.registries.privacy import holds_personal_data
from rewards.payouts.actions.erase import erase_destinations
from rewards.payouts.models import ExpiryWarning, Payout, PayoutDetails, StatementMail
from rewards.payouts.wording import said


@holds_personal_data
class PayoutsHeld:
    """Where a member's money goes and what they took out. The amounts are kept: they are the company's books."""

    name = "payouts"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return the member's details, payouts, and what was mailed."""
        details = PayoutDetails.objects.filter(member=membership_id).first()
        payouts = Payout.objects.filter(member=membership_id).order_by("requested_at", "pk")
        return {
            "details": {
                "account_holder": details.holder,
                "iban": details.iban,
                "customer_number": details.customer_number,
                "of_age": details.is_of_age,
                "changed_at": details.changed_at.isoformat(),
            }
            if details
            else None,
            "payouts": [
                {
                    "key": str(each.pk),
                    "method": each.method,
                    "points": each.points,
                    "amount_minor": each.amount_minor,
                    "currency": each.currency,
                    "payee": each.payee,
                    "account": each.payee_account,
                    "state": each.state,
                    "reason": said(each.reason),
                    "requested_at": each.requested_at.isoformat(),
                    "settled_at": each.settled_at.isoformat() if each.settled_at else None,
                }
                for each in payouts
            ],
            "statements_mailed": list(
                StatementMail.objects.filter(member=membership_id).order_by("month").values_list("month", flat=True)
            ),
            "warned_of_expiry_on": [
                str(day)
                for day in ExpiryWarning.objects.filter(member=membership_id).values_list("expires_on", flat=True)
            ],
        }

    def erase(self, membership_id: int) -> None:
        """Forget where money goes, and for settled payouts where it went; one under way keeps it until it is settled."""
        erase_destinations(membership_id)
