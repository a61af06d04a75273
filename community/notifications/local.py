"""Who sits at the machine itself."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from django.conf import settings
from django.http import HttpRequest

_PROXY_HEADERS: Final = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-Ip")


def is_at_this_machine(request: HttpRequest) -> bool:
    """Return whether the request comes from this machine, straight to the embedded stack; never on real servers.

    A proxy on the same machine would make everybody look local, so that a request that came through one does not count.
    """
    if settings.EMBEDDED is None or any(name in request.headers for name in _PROXY_HEADERS):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR") or "").is_loopback
    except ValueError:
        return False
