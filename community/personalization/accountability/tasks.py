"""What is measured of the learning by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from community import clock
from community.personalization.accountability.actions.audit import audit_if_due
from community.personalization.accountability.actions.measure_worth import measure_worth
from community.personalization.accountability.actions.remind import remind_of_findings
from community.personalization.accountability.actions.roll_up import roll_up
from community.personalization.accountability.locks import only_one_measures
from community.personalization.accountability.models import Worth

# Long work waits in line for its one worker, but not into the next day.
_HALF_A_DAY: Final = 12 * 3600
# Who was measured so lately is not measured again.
_LATELY: Final = timedelta(hours=12)
_FAILED: Final = "The learning of company %s could not be measured."


@shared_task(name="accountability.measure_worth", expires=_HALF_A_DAY)
def measure_worths() -> int:
    """Start a task for every open company that replays its past; return how many."""
    companies = list(Company.objects.open().order_by("pk").values_list("pk", flat=True))
    for company in companies:
        measure_worth_of.apply_async(kwargs={"company": company})
    return len(companies)


@shared_task(name="accountability.measure_worth_of", expires=_HALF_A_DAY, soft_time_limit=3000, time_limit=3060)
def measure_worth_of(company: int) -> bool:
    """Replay the company's past and store what it says; return whether that was done.

    The broker delivers again what takes longer than its patience: whoever finds a replay under way, or done, leaves.
    """
    measured = Company.objects.get(pk=company)
    with only_one_measures(company) as is_free:
        if not is_free or Worth.objects.of(measured).filter(measured_at__gt=clock.now() - _LATELY).exists():
            return False
        measure_worth(measured)
    return True


@shared_task(name="accountability.roll_up", expires=3600)
def roll_ups() -> int:
    """Write down how fast every open company learns; return of how many. Safe to run at any time, twice too."""
    return len(for_each_company(roll_up, failed=_FAILED))


@shared_task(name="accountability.audit", expires=_HALF_A_DAY, soft_time_limit=3000, time_limit=3060)
def audits() -> int:
    """Write the monthly report of every open company where it is due; return how many were looked at."""
    return len(for_each_company(audit_if_due, failed=_FAILED))


@shared_task(name="accountability.remind", expires=3600)
def reminders() -> int:
    """Remind the moderators of every open company of findings that nobody has answered; return how many were looked at."""
    return len(for_each_company(remind_of_findings, failed=_FAILED))
