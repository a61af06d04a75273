"""Looking at every company once a day."""

from __future__ import annotations

from accounts.models import Company
from community import clock
from rewards.integrity.actions.hold import scan_company
from rewards.integrity.models import Look


def look_at(company: Company) -> int:
    """Look at a company's acceptances and remember the day; return how many pairs have points held now or already.

    What fails is not remembered: it is looked at again.
    """
    today = clock.now().date()
    held = scan_company(company)
    Look.objects.update_or_create(company=company, defaults={"day": today})
    return held
