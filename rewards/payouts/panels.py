"""What this feature shows on pages of others."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.reader import CompanyRequest
from community.web.registries.panels import panel


@panel("account.menu", order=10, template="payouts/_menu.html")
def wallet_in_menu(request: HttpRequest) -> dict[str, Any] | None:
    """Lead members to their wallet. No query."""
    reader = getattr(cast(CompanyRequest, request), "reader", None)
    return {} if reader is not None and reader.member is not None else None
