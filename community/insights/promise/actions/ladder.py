"""Changing after how many minutes who is told of a question that waits."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community.events.record import record
from community.insights.promise.events import LadderChanged
from community.insights.promise.models import Ladder
from community.web.errors import NotAllowed


@transaction.atomic
def change_ladder(*, admin: Membership, wanted: Mapping[str, Any]) -> Ladder:
    """Store the ladder of the admin's company. Records LadderChanged and an audit entry, unless nothing changed.

    Steps that questions have taken stay taken. Locks the company's row. Raises NotAllowed for everybody but admins, and
    for minutes that do not go up.
    """
    company = Company.objects.select_for_update(no_key=True).get(pk=admin.company_id)
    admin.refresh_from_db(fields=["role", "suspended_until", "suspended_reason"])
    check_may_administer(admin)
    known = Ladder.objects.filter(company=company).first()
    ladder = known or Ladder(company=company)
    before = {name: getattr(ladder, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    if known is not None and not changed:
        return ladder
    for name, value in changed.items():
        setattr(ladder, name, value)
    _check_goes_up(ladder)
    ladder.save()
    record(LadderChanged(company=company.key, actor=admin.key, changed=tuple(sorted(changed))))
    audit_act(
        admin,
        "ladder.changed",
        target_kind="ladder",
        target_id=company.pk,
        before={name: before[name] for name in changed},
        after=changed,
    )
    return ladder


def _check_goes_up(ladder: Ladder) -> None:
    try:
        ladder.clean_fields()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    ages = [age for _step, age in ladder.steps]
    if any(later <= earlier for earlier, later in pairwise(ages)):
        raise NotAllowed(_("Each step has to come later than the one before it."))
