"""Template tags of the web floor: addresses with changed parameters, lengths of time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape

from community.web import durations

register = template.Library()


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """Write the page's parameters with some changed, or removed where the value is None: {% query_with page=2 %}."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    return conditional_escape(f"?{parameters.urlencode()}")


@register.filter
def human_duration(length: timedelta | float | None) -> str:
    """Write a length of time, given as such or in seconds, with at most two units: "1 h 12 min". "" for None."""
    if length is None:
        return ""
    return durations.human_duration(length if isinstance(length, timedelta) else timedelta(seconds=length))


@register.filter
def span_phrase(length: timedelta) -> str:
    """Write a length of time in words, rounded up: "1 hour", "2 days 6 hours"."""
    return durations.span_phrase(length)
