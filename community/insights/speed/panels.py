"""What the figures show on pages of others."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.reader import CompanyRequest
from community.insights.speed.queries.alerts import open_alerts
from community.insights.speed.queries.public import is_linked
from community.web.registries.panels import panel


@panel("manage.index", order=5, template="speed/_manage.html")
def dashboard_link(request: HttpRequest) -> dict[str, Any]:
    """Lead moderators to the dashboard. No query."""
    return {}


@panel("site.nav", order=20, template="speed/_nav.html")
def page_link(request: HttpRequest) -> dict[str, Any] | None:
    """Link to the public page where it is on. No query."""
    company = cast(CompanyRequest, request).company
    return {} if is_linked(company) else None


@panel("manage.index", order=6, template="speed/_warnings.html")
def warnings(request: HttpRequest) -> dict[str, Any]:
    """List the open warnings. One query."""
    return {"alerts": open_alerts(cast(CompanyRequest, request).company)}


@panel("speed.links", order=10, template="speed/_more.html")
def more_pages(request: HttpRequest) -> dict[str, Any]:
    """Lead from the dashboard to the warnings and to what it is all worth. No query."""
    return {}
