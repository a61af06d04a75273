"""How figures of experiments are written on pages."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

from community.web.durations import span_phrase

register = template.Library()


@register.filter
def percent_said(share: float) -> str:
    """Write a share in whole percent."""
    return f"{100 * share:.0f} %"


@register.filter
def hours_said(length: timedelta) -> str:
    """Write a length of time in hours with its sign."""
    return f"{length.total_seconds() / 3600:+.1f}"


@register.filter
def length_said(length: timedelta | None) -> str:
    """Write a length of time in words; None was not reached."""
    return _("not reached") if length is None else span_phrase(length)


@register.filter
def p_said(p_value: float) -> str:
    """Write a p value; none is ever nothing."""
    return "< 0.001" if p_value < 0.001 else f"{p_value:.3f}"
