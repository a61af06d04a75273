"""Every address of the URLconf, for tests that must not forget one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# Sign-in pages of allauth hold nothing of a company; their own tests are allauth's.
NOT_OURS = ("account_",)


@dataclass(frozen=True)
class Address:
    """A named pattern: its full name, the namespaces before it, and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]
    namespaces: tuple[str, ...]


def all_addresses() -> list[Address]:
    """Return every named address of ours, in the order of their names."""
    found = {address.name: address for address in _walk(get_resolver().url_patterns, (), ())}
    return [found[name] for name in sorted(found) if not name.startswith(NOT_OURS)]


def _walk(
    patterns: list[URLPattern | URLResolver], namespaces: tuple[str, ...], arguments: tuple[str, ...]
) -> Iterator[Address]:
    for pattern in patterns:
        own = (*arguments, *pattern.pattern.converters, *pattern.pattern.regex.groupindex)
        own = tuple(dict.fromkeys(own))
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, inner, own)
        elif pattern.name:
            yield Address(":".join((*namespaces, pattern.name)), own, namespaces)
