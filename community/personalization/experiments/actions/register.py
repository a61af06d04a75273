"""Writing down beforehand what will be tried out."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.audit import audit_act
from accounts.models import Membership
from accounts.policies import check_may_administer
from community import clock
from community.events.record import record
from community.personalization.experiments.events import ExperimentRegistered
from community.personalization.experiments.models import Experiment
from community.personalization.experiments.policies import check_can_register
from community.web.errors import NotAllowed

# What else was registered stands in the experiment itself, which never changes.
_FACTS = ("key", "hours", "shares", "most_days")


@transaction.atomic
def register_experiment(*, admin: Membership, wanted: Experiment) -> Experiment:
    """Write the experiment of the admin's company down for good; it does not run yet.

    `wanted` is a row that is not saved: company, author, unit and time are set here. Records ExperimentRegistered and an
    audit entry. Raises NotAllowed for everybody but admins, and for what may not be tried out or says too little.
    """
    admin.refresh_from_db(fields=["role", "suspended_until", "suspended_reason"])
    check_may_administer(admin)
    check_can_register(wanted)
    wanted.company, wanted.author, wanted.registered_at = admin.company, admin, clock.now()
    wanted.unit = wanted.what.unit
    try:
        wanted.full_clean()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    wanted.save(force_insert=True)
    record(
        ExperimentRegistered(
            company=admin.company.key, actor=admin.key, experiment=wanted.pk, treatment=wanted.treatment
        )
    )
    facts = {name: getattr(wanted, name) for name in _FACTS} | {"tau": str(wanted.tau)}
    audit_act(admin, "experiment.registered", target_kind="experiment", target_id=wanted.pk, before={}, after=facts)
    return wanted
