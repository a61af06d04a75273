"""Shares and ratios as pages write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from community.personalization.accountability import saying

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """Write a share in whole percent, a dash for none."""
    return saying.percent(share)


@register.filter
def ratio(value: float | None) -> str:
    """Write a ratio or a coefficient with two decimals, a dash for none."""
    return saying.decimal(value, 2)


@register.filter
def share_interval(figures: Mapping[str, Any]) -> str:
    """Write where a share lies, in whole percent; nothing for nobody, and where the share is not said."""
    if not figures["n"] or figures["low"] is None:
        return ""
    return saying.span(saying.percent(figures["low"]), saying.percent(figures["high"]))


@register.filter
def ratio_interval(figures: Mapping[str, Any]) -> str:
    """Write where a language's ratio lies; nothing where there is none."""
    return saying.interval(figures["ratio_low"], figures["ratio_high"], 2)
