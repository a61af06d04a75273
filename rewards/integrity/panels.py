"""What the index of the company's admin shows of cases."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.reader import CompanyRequest
from community.web.registries.panels import panel
from rewards.integrity.queries import open_cases


@panel("manage.index", order=10, template="integrity/_cases.html")
def cases(request: HttpRequest) -> dict[str, Any]:
    """List the cases that wait. One query."""
    member = cast(CompanyRequest, request).reader.member
    found = open_cases(member) if member else []
    return {"cases": found, "total": getattr(found[0], "total", 0) if found else 0}
