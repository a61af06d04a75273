"""What every template knows of the company and the reader."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from community.web.brand import stylesheet_version


def company(request: HttpRequest) -> dict[str, Any]:
    """Return the company, the reader's membership and the address of the company's colours."""
    place = getattr(request, "company", None)
    if place is None:
        return {"company": None, "member": None, "company_css_url": ""}
    reader = getattr(request, "reader", None)
    return {
        "company": place,
        "member": reader.member if reader is not None else None,
        "company_css_url": reverse("accounts:company_css", args=[stylesheet_version(place.colour)]),
    }
