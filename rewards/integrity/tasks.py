"""What is looked at every night, and what is forgotten."""

from __future__ import annotations

from celery import shared_task

from accounts.models import Company
from rewards.earning.models import Program
from rewards.integrity.actions.hold import scan_company
from rewards.integrity.actions.trace import purge_traces


@shared_task(name="integrity.scan", expires=3600)
def scan() -> int:
    """Look at the pairs of every company in which rewards run; return how many have points held now or already."""
    running = Company.objects.filter(pk__in=Program.objects.filter(is_running=True).values("pk"))
    return sum(scan_company(company) for company in running.order_by("pk"))


@shared_task(name="integrity.purge_traces", expires=3600)
def purge() -> int:
    """Delete traces that are older than thirty days; return how many. Safe to run at any time."""
    return purge_traces()
