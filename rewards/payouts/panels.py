"""What this feature shows on pages of others."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.reader import CompanyRequest
from community.web.registries.panels import panel
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
