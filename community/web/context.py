"""What the frame of every page knows besides the company and the reader."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix

from community import clock
from community.web.requestid import request_id
from community.web.views import COLOUR_SCHEME_COOKIE, COLOUR_SCHEMES


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the colours the reader chose, the address of the page's socket, the id of the request and clock_ahead().

    The last is written as digits, and is empty where the clock is right.
    """
    ahead = clock_ahead()
    return {
        "clock_ahead": str(ahead) if ahead else "",
        "colour_scheme": colour_scheme_of(request),
        "socket_path": f"{get_script_prefix()}live/",
        "request_id": request_id(request),
    }


def colour_scheme_of(request: HttpRequest) -> str:
    """Return the colours the reader chose: auto, light or dark."""
    chosen = request.COOKIES.get(COLOUR_SCHEME_COOKIE, "")
    return chosen if chosen in COLOUR_SCHEMES else "auto"


def clock_ahead() -> int:
    """Return by how many seconds the community is ahead of the reader's own clock: 0 but where somebody moved it.

    It is the same on every page until the clock is moved again, so pages that are kept may carry it.
    """
    return round(clock.ahead().total_seconds())
