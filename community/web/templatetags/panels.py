"""The places in a page at which other features may show something."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from community.web.registries.panels import render_panels

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: Context, slot: str, **passed: Any) -> SafeString:
    """Write all panels of a slot: {% panels "question.aside" question=question %}."""
    return render_panels(slot, context["request"], **passed)
