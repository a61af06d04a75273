"""Starting and stopping experiments."""

from __future__ import annotations

from django.db import transaction

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community import clock
from community.audit.record import record_audit
from community.events.record import record
from community.personalization.experiments.events import ExperimentStarted, ExperimentStopped
from community.personalization.experiments.models import Experiment
from community.personalization.experiments.policies import check_can_start, check_can_stop


@transaction.atomic
def start_experiment(*, admin: Membership, experiment: Experiment) -> Experiment:
    """Let it run from now on. Records ExperimentStarted and an audit entry. Locks the company. Raises NotAllowed."""
    row = _locked(admin, experiment)
    check_can_start(row)
    row.started_at = clock.now()
    row.save(update_fields=["started_at"])
    record(ExperimentStarted(company=row.company.key, actor=admin.key, experiment=row.pk))
    audit_act(
        admin,
        "experiment.started",
        target_kind="experiment",
        target_id=row.pk,
        before={"started_at": None},
        after={"started_at": row.started_at.isoformat()},
    )
    return row


@transaction.atomic
def stop_experiment(*, admin: Membership, experiment: Experiment, reason: str = "") -> Experiment:
    """End it: everybody has the default again at once. Records ExperimentStopped and an audit entry. Raises NotAllowed."""
    row = _locked(admin, experiment)
    check_can_stop(row)
    before = _stop(row, Experiment.Stop.ADMIN, actor=admin.key)
    audit_act(
        admin,
        "experiment.stopped",
        target_kind="experiment",
        target_id=row.pk,
        before=before,
        after=_facts(row),
        reason=reason,
    )
    return row


@transaction.atomic
def stop_by_itself(experiment: Experiment, why: str) -> None:
    """End the locked experiment because of its time or of harm. Records ExperimentStopped and an audit entry of nobody."""
    before = _stop(experiment, why, actor="")
    record_audit(
        action="experiment.stopped",
        target_kind="experiment",
        target_id=experiment.pk,
        company=experiment.company.key,
        before=before,
        after=_facts(experiment),
    )


def _locked(admin: Membership, experiment: Experiment) -> Experiment:
    """Lock the company as well: of two that vary the same only one can start."""
    Company.objects.select_for_update(no_key=True).get(pk=admin.company_id)
    admin.refresh_from_db(fields=["role", "suspended_until", "suspended_reason"])
    check_may_administer(admin)
    rows = Experiment.objects.of(admin.company).select_for_update(no_key=True)
    return rows.get(pk=experiment.pk)


def _stop(row: Experiment, why: str, *, actor: str) -> dict[str, object]:
    """Write the end and record it; return the facts from before."""
    before = _facts(row)
    row.stopped_at, row.stop = clock.now(), why
    row.save(update_fields=["stopped_at", "stop"])
    record(ExperimentStopped(company=row.company.key, actor=actor, experiment=row.pk, reason=str(why)))
    return before


def _facts(row: Experiment) -> dict[str, object]:
    return {"stopped_at": row.stopped_at.isoformat() if row.stopped_at else None, "stop": str(row.stop)}
