"""What this feature shows on pages of others."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest

from accounts.reader import CompanyRequest
from community.web.registries.panels import panel
from rewards.payouts.queries.passed_on import passed_on
from rewards.payouts.queries.waiting import waiting_for_approval


@panel("account.menu", order=10, template="payouts/_menu.html")
def wallet_in_menu(request: HttpRequest) -> dict[str, Any] | None:
    """Lead members to their wallet. No query."""
    reader = getattr(cast(CompanyRequest, request), "reader", None)
    return {} if reader is not None and reader.member is not None else None


@panel("manage.index", order=20, template="payouts/admin/_waiting.html")
def payouts_that_wait(request: HttpRequest) -> dict[str, Any] | None:
    """Tell admins how many payouts wait for an approval; nothing for moderators. One query."""
    reader = cast(CompanyRequest, request).reader
    if reader.member is None or not reader.member.is_admin:
        return None
    return {"count": waiting_for_approval(cast(CompanyRequest, request).company)}


@panel("insights.value", order=10, template="payouts/_value_share.html")
def share_of_value(
    request: CompanyRequest,
    begins: datetime,
    ends: datetime,
    low: Decimal,
    middle: Decimal,
    high: Decimal,
    currency: str,
) -> dict[str, Any] | None:
    """Say what share of the avoided cost went to members. Only in the currency of the points. One query."""
    earned = passed_on(request.company, begins, ends)
    if earned is None or earned.program.currency != currency or not low:
        return None
    shares = {"of_low": low, "of_middle": middle, "of_high": high}
    return {"earned": earned, **{name: earned.share_of(value) for name, value in shares.items()}}
