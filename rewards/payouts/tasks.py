"""What happens to payouts by itself."""

from __future__ import annotations

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from rewards.ledger.models import Transfer
from rewards.payouts.actions.decide import give_back_undecided
from rewards.payouts.actions.expire import expire_dormant
from rewards.payouts.actions.mail import mail_statements
from rewards.payouts.actions.send import due_to_ask, due_to_send, resolve_unknown, send_payout
from rewards.payouts.models import PayoutRules
from rewards.payouts.months import month_after, today_of

# Statements come when everybody's month is over, wherever they are, and late corrections are in.
_STATEMENT_DAY = 3


@shared_task(name="payouts.settle", expires=300)
def settle() -> int:
    """Send what could not be sent when it was approved; return how many were sent now."""
    return sum(send_payout(key) for key in due_to_send())


@shared_task(name="payouts.ask", expires=300)
def ask() -> int:
    """Ask after what is being checked; return how many are settled now."""
    return sum(resolve_unknown(key) for key in due_to_ask())


@shared_task(name="payouts.expire", expires=3600)
def expire() -> int:
    """Warn of points that expire and let those expire whose time has come; return how many members lost some.

    Requests about which nobody decides give their points back, too. A company in which it fails keeps no other waiting.
    """
    give_back_undecided()
    companies = Company.objects.filter(pk__in=PayoutRules.objects.filter(expiry_months__gt=0).values("company"))
    return sum(for_each_company(expire_dormant, failed="Points of company %s could not expire.", among=companies))


@shared_task(name="payouts.statements", expires=3600)
def statements() -> int:
    """Mail the statements of the month that is over; return how many. A company that fails keeps no other waiting."""
    companies = Company.objects.filter(pk__in=Transfer.objects.values("company"))
    return sum(for_each_company(_statements, failed="Statements of company %s could not be mailed.", among=companies))


def _statements(company: Company) -> int:
    today = today_of(company)
    return mail_statements(company, month_after(f"{today:%Y-%m}", -1)) if today.day >= _STATEMENT_DAY else 0
