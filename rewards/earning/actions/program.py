"""Setting the programme up, and changing it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community.web.errors import NotAllowed
from rewards.earning.locks import lock_program
from rewards.earning.models import Program
from rewards.ledger.models import Transfer

# What a point is worth in money: members were promised it with every point that they have.
_WORTH = frozenset({"currency", "minor_units_per_point"})


@dataclass(frozen=True, kw_only=True)
class ProgramSettings:
    """What a company's admins decide about their programme. See Program."""

    is_running: bool
    currency: str
    minor_units_per_point: int
    maturation_days: int
    clawback_floor: int


@transaction.atomic
def change_program(*, admin: Membership, wanted: ProgramSettings) -> Program:
    """Store the settings of the programme of the admin's company, which begins with its first settings.

    What was earned before keeps the day on which it vests. Writes an audit entry, unless nothing changed.
    Raises NotAllowed for everybody but admins, for settings that cannot be, and for another currency or worth of a point
    once there are points.
    """
    check_may_administer(admin)
    is_new = not Program.objects.filter(pk=admin.company_id).exists()
    program = program_of(admin.company)
    before = {} if is_new else _facts(program)
    for name, value in asdict(wanted).items():
        setattr(program, name, value)
    changed = {name: value for name, value in _facts(program).items() if before.get(name) != value}
    if not changed:
        return program
    if _WORTH & changed.keys() and Transfer.objects.of(program.company).exists():
        raise NotAllowed(_("There are points already, so the currency and the worth of a point stay as they are."))
    try:
        program.clean_fields()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    program.save(update_fields=list(asdict(wanted)))
    audit_act(
        admin,
        "program.changed",
        target_kind="program",
        target_id=program.pk,
        before={name: before.get(name) for name in changed},
        after=changed,
    )
    return program


def program_of(company: Company) -> Program:
    """Return the company's programme, locked until the transaction ends; makes one that does not run when there is none."""
    Program.objects.bulk_create([Program(company=company)], ignore_conflicts=True)
    program = lock_program(company)
    assert program is not None, "it was made a line above"
    return program


def _facts(program: Program) -> dict[str, Any]:
    return {name: getattr(program, name) for name in ProgramSettings.__dataclass_fields__}
