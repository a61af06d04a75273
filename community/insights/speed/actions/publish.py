"""Switching the public speed page on and off."""

from __future__ import annotations

from django.db import transaction

from accounts.audit import audit_act
from accounts.models import Membership
from accounts.policies import check_may_administer
from community.insights.speed.models import SpeedPage
from community.insights.speed.queries.public import remember


@transaction.atomic
def set_public(*, admin: Membership, is_public: bool) -> SpeedPage:
    """Show the company's speed page to everybody, or take it away. Audited; nothing is when nothing changes.

    Raises NotAllowed for everybody but the company's admins.
    """
    check_may_administer(admin)
    SpeedPage.objects.bulk_create([SpeedPage(company=admin.company)], ignore_conflicts=True)
    page = SpeedPage.objects.select_for_update(no_key=True).get(company=admin.company_id)
    if page.is_public == is_public:
        return page
    page.is_public = is_public
    page.save(update_fields=["is_public"])
    transaction.on_commit(lambda: remember(admin.company_id, is_public))
    audit_act(
        admin,
        "speed.page_switched",
        target_kind="speed_page",
        target_id=page.pk,
        before={"public": not is_public},
        after={"public": is_public},
    )
    return page
