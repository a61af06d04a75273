"""What must hold before points leave."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Company
from community.web.errors import NotAllowed
from rewards.ledger.models import Freeze


def check_payouts_run(company: Company) -> None:
    """Raise NotAllowed while the company's books have to be looked at."""
    if Freeze.objects.standing().filter(company=company).exists():
        raise NotAllowed(
            _(
                "Payouts are stopped for now, because the books of this community are being checked. Your points are safe."
            )
        )
