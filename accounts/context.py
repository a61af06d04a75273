"""What every template knows of the company and the reader."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from community.web.brand import stylesheet_version


def company(request: HttpRequest) -> dict[str, Any]:
    """Return the company, the reader's membership, the address of the company's colours and where to sign in."""
    place = getattr(request, "company", None)
    if place is None:
        return {"company": None, "member": None, "company_css_url": "", "sign_in_url": _sign_in_url(request)}
    reader = getattr(request, "reader", None)
    return {
        "company": place,
        "member": reader.member if reader is not None else None,
        "company_css_url": reverse("accounts:company_css", args=[stylesheet_version(place.colour)]),
        "sign_in_url": _sign_in_url(request),
    }


def _sign_in_url(request: HttpRequest) -> str:
    """Return the address of the page to sign in on, which leads back here.

    The pages on the way to an account are nothing to come back to: they hand on where their reader came from.
    """
    address = reverse("account_login")
    on_the_way = request.path.startswith(address.removesuffix("login/"))
    wanted = request.GET.get("next", "") if on_the_way else request.get_full_path()
    return f"{address}?{urlencode({'next': wanted}, safe='/')}" if wanted else address
