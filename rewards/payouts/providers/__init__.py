"""Those who pay out, behind one interface: providers/base.py says what each of them promises."""

from __future__ import annotations

from rewards.payouts.models import Payout
from rewards.payouts.providers.base import Provider
from rewards.payouts.providers.charity import CharityProvider
from rewards.payouts.providers.credit_webhook import CreditWebhookProvider
from rewards.payouts.providers.transfer_file import TransferFileProvider

_PROVIDERS: dict[str, Provider] = {
    Payout.Method.CASH: TransferFileProvider(),
    Payout.Method.CREDIT: CreditWebhookProvider(),
    Payout.Method.CHARITY: CharityProvider(),
}


def provider_of(payout: Payout) -> Provider:
    """Return who pays this payout."""
    return _PROVIDERS[payout.method]
