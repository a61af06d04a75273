"""Whose request this is, as far as the network can tell. Only proxies that we were told to trust speak for others."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
_IPV6_PREFIX = 64


def client_address(request_or_scope: HttpRequest | Mapping[str, Any]) -> str:
    """Return the client's address as limits count it, or "unknown" where there is none (a socket file).

    With settings.TRUSTED_PROXY_COUNT = n the n-th entry from the right of X-Forwarded-For counts, because everything
    further left could be forged; with 0 the header is ignored. IPv6 is cut to its /64: one customer owns all of it.
    """
    connected, forwarded = (
        _of_request(request_or_scope) if isinstance(request_or_scope, HttpRequest) else _of_scope(request_or_scope)
    )
    proxies = settings.TRUSTED_PROXY_COUNT
    hops = forwarded.split(",") if proxies and forwarded else []
    named = _parsed(hops[-proxies]) if len(hops) >= proxies > 0 else None
    address = named or _parsed(connected)
    return _for_limits(address) if address else UNKNOWN


def _of_request(request: HttpRequest) -> tuple[str, str]:
    return request.META.get("REMOTE_ADDR") or "", request.META.get("HTTP_X_FORWARDED_FOR") or ""


def _of_scope(scope: Mapping[str, Any]) -> tuple[str, str]:
    client = scope.get("client") or ("",)
    forwarded = [value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"x-forwarded-for"]
    return client[0] or "", ",".join(forwarded)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address as proxies write it: maybe with a port, IPv6 maybe in brackets."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return ip_address(text)
    except ValueError:
        return None


def _for_limits(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((int(address), _IPV6_PREFIX), strict=False).network_address)
