"""Which pages may open a socket: those of the very address that the socket asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

_PORTS: Final = {"http": 80, "https": 443}

# Scheme, host and port.
Origin = tuple[str, str, int]


def host_of(scope: Mapping[str, Any]) -> str:
    """Return the host, with its port if it has one, that the socket asks for; "" when it is missing or not allowed."""
    host = _only(scope, b"host").lower()
    domain, _port = split_domain_port(host)
    return host if domain and validate_host(domain, settings.ALLOWED_HOSTS) else ""


def comes_from_our_page(scope: Mapping[str, Any]) -> bool:
    """Return whether the handshake's one Origin is the asked-for scheme, host and port, or is trusted in the settings.

    A missing, doubled or malformed Origin is nobody's page. Browsers send cookies along from anywhere; only this header
    tells another site's page from ours.
    """
    asked = _parsed(f"{_scheme(scope)}://{host_of(scope)}")
    origin = _parsed(_only(scope, b"origin"))
    if origin is None or asked is None:
        return False
    return origin == asked or origin in map(_parsed, _trusted())


def _trusted() -> Iterable[str]:
    return (each.lower() for each in settings.CSRF_TRUSTED_ORIGINS if "*" not in each)


def _scheme(scope: Mapping[str, Any]) -> str:
    """Return the scheme of the page: the proxy's word for it where a proxy is trusted, as for requests."""
    trusted = settings.SECURE_PROXY_SSL_HEADER
    if trusted:
        name, secure = trusted
        header = name.removeprefix("HTTP_").replace("_", "-").lower().encode()
        said = [value.decode("latin-1") for key, value in scope.get("headers", ()) if key == header]
        if said:
            return "https" if said[0].split(",")[0].strip() == secure else "http"
    return "https" if scope.get("scheme") in {"wss", "https"} else "http"


def _only(scope: Mapping[str, Any], name: bytes) -> str:
    values = [value for key, value in scope.get("headers", ()) if key == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def _parsed(text: str) -> Origin | None:
    """Return what an origin names, or None for anything that is more, less or other than an origin of the web."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    # The second comparison refuses paths, queries, fragments and whatever the parser silently dropped.
    if parts.scheme not in _PORTS or text != f"{parts.scheme}://{parts.netloc}":
        return None
    if not parts.hostname or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port or _PORTS[parts.scheme]
