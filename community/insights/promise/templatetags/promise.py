"""How promises are written on pages."""

from __future__ import annotations

from django import template

from community.insights.promise.wording import percent as percent_said

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """Write a share in whole percent; nothing for None."""
    return percent_said(share)
