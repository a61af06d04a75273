"""How pages write figures."""

from __future__ import annotations

from datetime import timedelta

from django import template

from community.insights.speed import words
from community.insights.speed.tiles.registry import Figure, Part
from community.web import durations

register = template.Library()


@register.filter
def said(part: Part) -> str:
    """Write a number with its unit."""
    return words.said(part)


@register.filter
def interval(part: Part) -> str:
    """Write where the true share lies; nothing for a number without an interval."""
    return words.interval_said(part)


@register.filter
def too_few(figure: Figure) -> str:
    """Write why a figure says nothing."""
    return words.too_few_said(figure)


@register.filter
def within(seconds: timedelta | float | None) -> str:
    """Write a length of time in plain words, rounded up: "6 min", "1.5 h"; a dash for None."""
    if seconds is None:
        return "–"
    return durations.within(seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds))


@register.filter
def as_percent(share: float) -> str:
    """Write a share in whole percent, for cells with little room."""
    return words.percent_said(share)
