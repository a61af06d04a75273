"""What holds in a company."""

from __future__ import annotations

from accounts.models import Company
from rewards.earning.models import Program
from rewards.payouts.models import Charity, CreditWebhook, Payout, PayoutRules


def rules_of(company: Company) -> PayoutRules:
    """Return the company's rules; where nobody has written any, the defaults, not saved."""
    return PayoutRules.objects.filter(company=company).first() or PayoutRules(company=company)


def program_of(company: Company) -> Program | None:
    """Return the company's reward programme, which says what a point is worth; None without one."""
    return Program.objects.filter(pk=company.pk).first()


def webhook_of(company: Company) -> CreditWebhook | None:
    """Return where account credit is sent; None while nobody has entered it."""
    return CreditWebhook.objects.filter(company=company).first()


def charities_of(company: Company) -> list[Charity]:
    """Return the charities that take gifts now, by name."""
    return list(Charity.objects.open(company))


def methods_of(company: Company, rules: PayoutRules) -> list[Payout.Method]:
    """Return how points can be taken out here."""
    offered = {
        Payout.Method.CASH: rules.offers_cash,
        Payout.Method.CREDIT: rules.offers_credit and CreditWebhook.objects.filter(company=company).exists(),
        Payout.Method.CHARITY: Charity.objects.open(company).exists(),
    }
    return [method for method, is_offered in offered.items() if is_offered]
