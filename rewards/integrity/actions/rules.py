"""Changing the thresholds of the rules of fairness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community.events.record import record
from community.web.errors import NotAllowed
from rewards.integrity.events import RulesChanged
from rewards.integrity.models import IntegrityRules


@transaction.atomic
def change_rules(*, admin: Membership, wanted: Mapping[str, Any]) -> IntegrityRules:
    """Store thresholds of the admin's company under the next version. Records RulesChanged and an audit entry.

    Nothing is recorded when nothing changes. What is held stays held. Locks the company's row. Raises NotAllowed for
    everybody but admins, and for numbers that make no sense.
    """
    # Weaker than FOR UPDATE: rows that refer to the company can be written meanwhile.
    company = Company.objects.select_for_update(no_key=True).get(pk=admin.company_id)
    check_may_administer(admin)
    rules = IntegrityRules.objects.filter(company=company).first() or IntegrityRules(company=company, version=0)
    before = {name: getattr(rules, name) for name in wanted}
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    if not changed and rules.version:
        return rules
    for name, value in changed.items():
        setattr(rules, name, value)
    rules.version += 1
    try:
        rules.clean_fields()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    rules.save()
    record(RulesChanged(company=company.key, actor=admin.key, changed=tuple(sorted(changed))))
    audit_act(
        admin,
        "integrity_rules.changed",
        target_kind="integrity_rules",
        target_id=company.pk,
        before={name: before[name] for name in changed} | {"version": rules.version - 1},
        after=dict(changed) | {"version": rules.version},
    )
    return rules
