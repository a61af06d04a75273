"""Payouts, what companies decide about them, and where members want them to go."""

from rewards.payouts.models.charity import Charity
from rewards.payouts.models.details import PayoutDetails
from rewards.payouts.models.mail import ExpiryWarning, StatementMail
from rewards.payouts.models.payout import Payout, PayoutAttempt, TransferBatch
from rewards.payouts.models.rules import PayoutRules
from rewards.payouts.models.webhook import CreditWebhook

__all__ = [
    "Charity",
    "CreditWebhook",
    "ExpiryWarning",
    "Payout",
    "PayoutAttempt",
    "PayoutDetails",
    "PayoutRules",
    "StatementMail",
    "TransferBatch",
]
