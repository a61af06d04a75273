"""Raising warnings and letting them go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Company
from community import clock
from community.events.record import record
from community.insights.speed.events import AlertCleared, AlertRaised
from community.insights.speed.models import Alert
from community.insights.speed.queries.alerts import Trouble, troubles_of


@dataclass(frozen=True)
class Watched:
    """How many warnings were raised and cleared."""

    raised: int
    cleared: int


@transaction.atomic
def watch_company(company: Company) -> Watched:
    """Look whether something is wrong with the answers; raise what is new, bring open warnings up to date, clear the others.

    Records AlertRaised and AlertCleared once for each. Safe to run at any time, also twice at once: a second run waits for
    the first and finds what it did.
    """
    # Two runs that both found nothing open would both raise.
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    now = clock.now()
    standing = {(alert.kind, alert.topic_id): alert for alert in Alert.objects.of(company).open()}
    raised = 0
    for trouble in troubles_of(company, now):
        alert = standing.pop((trouble.kind, trouble.topic), None)
        if alert is None:
            _raise(company, trouble, now)
            raised += 1
        elif alert.facts != trouble.facts:
            alert.facts = dict(trouble.facts)
            alert.save(update_fields=["facts"])
    for alert in standing.values():
        alert.ended_at = now
        alert.save(update_fields=["ended_at"])
        record(AlertCleared(company=company.key, actor="", alert=alert.pk, kind=alert.kind, topic=alert.topic_id))
    return Watched(raised=raised, cleared=len(standing))


def _raise(company: Company, trouble: Trouble, now: datetime) -> None:
    alert = Alert.objects.create(
        company=company, kind=trouble.kind, topic_id=trouble.topic, began_at=now, facts=dict(trouble.facts)
    )
    record(AlertRaised(company=company.key, actor="", alert=alert.pk, kind=alert.kind, topic=alert.topic_id))
