"""Pieces of pages that many requests have in common, rendered once in each process.

Rendering a page of ten posts costs more than reading it from the database. What a piece shows depends on a handful of
values; the same values give the same piece, so nothing here ever has to be invalidated.
"""

from __future__ import annotations

import secrets
from threading import Lock
from typing import Any, Final

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

_MOST_KEPT: Final = 4096
# Stands for the reader's token in kept pieces. Nobody can guess it, or a post could ask for the token of its readers.
_TOKEN_MARK: Final = f"token-{secrets.token_hex(16)}"

_kept: dict[tuple[Any, ...], SafeString] = {}
_writing = Lock()
# Set by the tests: render every piece again and refuse one that depends on something it does not name.
verify = False


class MemoNode(Node):
    """Renders its content once for each combination of the named values, the language and the company's prefix."""

    def __init__(self, parts: list[FilterExpression], nodelist: NodeList) -> None:
        self.parts = parts
        self.nodelist = nodelist
        # A name that no other node, alive or gone, has: templates may be loaded anew while developing.
        self._name = object()

    def render(self, context: Context) -> SafeString:
        """Return the piece, with the token of this reader in its forms."""
        values = (part.resolve(context, ignore_failures=True) for part in self.parts)
        key = (self._name, get_language(), get_script_prefix(), *(_hashable(value) for value in values))
        piece = _kept.get(key)
        if piece is None:
            piece = self._render_neutral(context)
            _keep(key, piece)
        elif verify and piece != self._render_neutral(context):
            raise AssertionError(f"{self.origin}: a memo depends on a value that it does not name")
        if _TOKEN_MARK in piece:
            return mark_safe(piece.replace(_TOKEN_MARK, str(context.get("csrf_token", ""))))
        return piece

    def _render_neutral(self, context: Context) -> SafeString:
        with context.push(csrf_token=_TOKEN_MARK):
            return self.nodelist.render(context)


@register.tag
def memo(parser: Parser, token: Token) -> MemoNode:
    """Keep what stands inside for the given values: {% memo post.pk post.version %} ... {% endmemo %}.

    Name every value that the content shows or decides on. Nothing inside may depend on the time or on who is looking,
    unless that is one of the values; `csrf_token` may.
    """
    parts = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endmemo",))
    parser.delete_first_token()
    return MemoNode(parts, nodelist)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _keep(key: tuple[Any, ...], piece: SafeString) -> None:
    """Keep the piece, and let the oldest go when there are too many."""
    with _writing:
        while len(_kept) >= _MOST_KEPT:
            del _kept[next(iter(_kept))]
        _kept[key] = piece
