"""What is looked at every day, and what is forgotten."""

from __future__ import annotations

from celery import shared_task

from accounts.companies import for_each_company
from accounts.models import Company
from community import clock
from rewards.earning.models import Program
from rewards.integrity.actions.look import look_at
from rewards.integrity.actions.remind import remind_of_cases
from rewards.integrity.actions.trace import purge_traces
from rewards.integrity.models import Look


@shared_task(name="integrity.scan", expires=3600)
def scan() -> int:
    """Look once a day at the pairs of every company in which rewards run; return how many have points held now or already.

    Runs every hour, so that no restart keeps a day from being looked at. A company whose look fails keeps no other waiting
    and is tried again an hour later.
    """
    today = clock.now().date()
    running = Company.objects.filter(pk__in=Program.objects.filter(is_running=True).values("pk"))
    due = running.exclude(pk__in=Look.objects.filter(day__gte=today).values("pk"))
    return sum(for_each_company(look_at, failed="The pairs of company %s could not be looked at.", among=due))


@shared_task(name="integrity.purge_traces", expires=3600)
def purge() -> int:
    """Delete traces that are thirty days old; return how many. Safe to run at any time."""
    return purge_traces()


@shared_task(name="integrity.remind", expires=3600)
def remind() -> int:
    """Tell those who decide of cases that are late, once each; return how many. Safe to run at any time."""
    return remind_of_cases()
