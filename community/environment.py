"""Typed readers of environment variables that refuse nonsense with a sentence naming the variable."""

from __future__ import annotations

import os
from collections.abc import Collection
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    """Return the variable, or the content of the file named by `<name>_FILE` (for mounted secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error.strerror}.") from error
    return os.environ.get(name, default).strip()


def boolean(name: str, default: bool) -> bool:
    """Return the variable as true or false."""
    value = text(name).lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")


def integer(name: str, default: int, *, minimum: int, maximum: int) -> int:
    """Return the variable as a whole number inside its range."""
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number.") from None
    if not minimum <= number <= maximum:
        raise ImproperlyConfigured(f"{name} is {number}; write a number from {minimum} to {maximum}.")
    return number


def names(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return the comma-separated variable as a list without empty entries."""
    value = text(name)
    return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)


def known_names(name: str, *, known: Collection[str]) -> list[str]:
    """Return the comma-separated variable as a list of names that are known."""
    values = names(name)
    for value in values:
        if value not in known:
            raise ImproperlyConfigured(f"{name} has {value!r}; write some of {', '.join(known)}.")
    return values


def printable(name: str) -> str:
    """Return the variable, at most 200 characters such as a header of HTTP can carry, or "" when it is not set."""
    value = text(name)
    if len(value) > 200 or not value.isascii() or not value.isprintable():
        raise ImproperlyConfigured(f"{name} must be at most 200 printable ASCII characters.")
    return value


def choice(name: str, default: str, *, choices: tuple[str, ...]) -> str:
    """Return the variable as one of the words, in upper case."""
    value = text(name, default).upper() or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; write one of {', '.join(choices)}.")
    return value


def origins(name: str) -> list[str]:
    """Return the comma-separated variable as origins, each a scheme and a host without a path."""
    values = names(name)
    for value in values:
        scheme, separator, host = value.partition("://")
        if scheme not in {"http", "https"} or not separator or not host or "/" in host:
            raise ImproperlyConfigured(f"{name} has {value!r}; write origins such as https://help.example.com.")
    return values


def sender(name: str, default: str) -> str:
    """Return the variable as an address for mails, with or without a name before it."""
    value = text(name) or default
    user, at, host = parseaddr(value)[1].rpartition("@")
    if not (user and at and host):
        raise ImproperlyConfigured(f"{name} is {value!r}; write an address such as Help <help@example.com>.")
    return value


def url(name: str, *, schemes: tuple[str, ...]) -> str:
    """Return the variable as an address with one of the schemes, or "" when it is not set."""
    value = text(name)
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  reading it is what validates it
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not a valid address.") from None
    if parts.scheme in schemes and not (parts.netloc or parts.path):
        raise ImproperlyConfigured(f"{name} names no host after {parts.scheme}://.")
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with one of {', '.join(s + '://' for s in schemes)}.")
    return value


def secret(name: str) -> str:
    """Return a required secret of at least 50 characters."""
    value = text(name)
    if len(value) < 50:
        raise ImproperlyConfigured(f"{name} must be set to at least 50 random characters.")
    return value
