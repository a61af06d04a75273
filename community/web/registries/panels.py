"""Panels: blocks that a feature contributes to a named slot of a page. Filled by each feature's panels.py."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

# Called with the request and what the page passes; returns the template's context, or None to stay away.
# At most one query, works without JavaScript.
Fill = Callable[..., dict[str, Any] | None]
FillT = TypeVar("FillT", bound=Fill)


@dataclass(frozen=True, order=True)
class Panel:
    """One registered block. Panels of a slot stand in the order of their number, then of their template."""

    order: int
    template: str
    fill: Fill = field(compare=False)


_panels: dict[str, list[Panel]] = {}


def panel(slot: str, *, order: int, template: str) -> Callable[[FillT], FillT]:
    """Register a function that fills the template wherever a page has the slot."""

    def register(function: FillT) -> FillT:
        insort(_panels.setdefault(slot, []), Panel(order, template, function))
        return function

    return register


def render_panels(slot: str, request: HttpRequest, **context: Any) -> SafeString:
    """Return the html of all panels of the slot that have something to show."""
    pieces = []
    for each in _panels.get(slot, ()):
        filled = each.fill(request, **context)
        if filled is not None:
            pieces.append(render_to_string(each.template, filled, request=request))
    # Rendered templates only: each has escaped its own values.
    return mark_safe("".join(pieces))
