"""Changing what an answer is assumed to be worth."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.models import Company, Membership
from accounts.policies import check_may_administer
from community.insights.speed.models import ValueAssumptions
from community.web.errors import NotAllowed

FIELDS: Final = (
    "currency", "share_low", "share_middle", "share_high", "cost_low", "cost_middle", "cost_high", "note",
)  # fmt: skip


@transaction.atomic
def change_assumptions(*, admin: Membership, seen: int, wanted: Mapping[str, Any]) -> ValueAssumptions:
    """Store the next version of the company's assumptions. Earlier ones stay. Audited.

    `seen` is the version that the admin looked at, 0 where there was none. What is as it was makes no version.
    Raises NotAllowed for everybody but admins, when somebody else made a version meanwhile, and with the sentences of
    numbers that cannot be.
    """
    check_may_administer(admin)
    # Two first versions at once would both find nothing.
    company = Company.objects.select_for_update(no_key=True).get(pk=admin.company_id)
    last = ValueAssumptions.objects.of(company).first()
    if seen != (last.version if last else 0):
        raise NotAllowed(
            _("Somebody changed these assumptions meanwhile. Open the page again to see how they are now.")
        )
    before = {name: _fact(getattr(last, name)) for name in FIELDS} if last else {}
    following = ValueAssumptions(
        company=company, author=admin, version=seen + 1, **{name: wanted[name] for name in FIELDS}
    )
    after = {name: _fact(getattr(following, name)) for name in FIELDS}
    if last and before == after:
        return last
    try:
        following.full_clean()
    except ValidationError as error:
        raise NotAllowed(" ".join(error.messages)) from error
    following.save()
    changed = [name for name in FIELDS if before.get(name) != after[name] and name != "note"]
    audit_act(
        admin,
        "value.assumptions_changed",
        target_kind="value_assumptions",
        target_id=following.version,
        before={"version": seen, **{name: before[name] for name in changed if name in before}},
        after={"version": following.version, **{name: after[name] for name in changed}},
    )
    return following


def _fact(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value
