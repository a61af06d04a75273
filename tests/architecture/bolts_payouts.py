"""One of everything about payouts in Bolt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from accounts.models import Membership
from community import clock
from rewards.ledger.models import Freeze
from rewards.payouts.actions.by_hand import make_transfer_file
from rewards.payouts.actions.decide import approve_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.models import Charity, CreditWebhook, ExpiryWarning, PayoutDetails, PayoutRules, StatementMail
from tests.rewards.payouts.conftest import IBAN, fund


def payouts_of(member: Membership, admin: Membership, secret: str) -> dict[str, Any]:
    """Let the member take out points in every way that a test may look for; return one of each kind by name."""
    company = member.company
    charity = Charity.objects.create(company=company, name=f"Charity {secret}", about=secret)
    rules = PayoutRules.objects.create(company=company, threshold=100)
    webhook = CreditWebhook.objects.create(company=company, url=f"https://{secret}.example/", secret=f"whsec_{secret}")
    details = PayoutDetails.objects.create(
        company=company,
        member=member,
        holder=f"Dora {secret}",
        iban=IBAN,
        customer_number=secret,
        is_of_age=True,
        changed_at=clock.now() - timedelta(days=9),
    )
    fund(member, 1000)
    cash, _gift = request_payout(
        member=member, parts=[Part("cash", 500), Part("charity", 100, charity)], submission=uuid4()
    )
    approve_payout(admin=admin, payout=cash)
    batch = make_transfer_file(admin=admin)
    StatementMail.objects.create(company=company, member=member, month="2026-10")
    ExpiryWarning.objects.create(company=company, member=member, expires_on=clock.now().date(), number=1)
    freeze = Freeze.objects.create(
        company=company, findings=[secret], lifted_at=clock.now(), lifted_by=admin, lifted_because=secret
    )
    return {
        "freeze": freeze,
        "payout": cash,
        "batch": batch,
        "charity": charity,
        "rules": rules,
        "webhook": webhook,
        "details": details,
    }
