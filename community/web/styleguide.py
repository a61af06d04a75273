"""The page on which every component stands in every state, for the people who build Peerdesk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.web.views import works_without_company


class _SampleForm(forms.Form):
    """One field of each look; sent empty, so that the errors are seen too."""

    title = forms.CharField(label="A line of text", help_text="A hint stands between label and field.")
    body = forms.CharField(label="A longer text", widget=forms.Textarea, required=False)
    topic = forms.ChoiceField(label="A choice", choices=[("", "Choose a topic"), ("sim", "SIM and eSIM")])
    purpose = forms.ChoiceField(
        label="One of three",
        choices=[("attempt", "I think this solves it"), ("needs_info", "I need more details"), ("note", "Just a note")],
        widget=forms.RadioSelect,
        initial="attempt",
    )
    agreed = forms.BooleanField(label="A box to tick", required=False)


@require_safe
@works_without_company
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show all components. Raises Http404 except while developing and for operators."""
    user = getattr(request, "user", None)
    if not settings.DEBUG and not (user is not None and user.is_staff):
        raise Http404
    context: dict[str, Any] = {
        "form": _SampleForm(),
        "refused": _SampleForm({}, auto_id="refused_%s"),
        "page": {"number": 2, "previous_url": "?page=1", "next_url": "?page=3"},
        "swatches": _SWATCHES,
    }
    return render(request, "web/styleguide.html", context)


_SWATCHES = (
    "bg", "surface", "sunken", "line", "line-strong", "ink", "ink-2", "accent", "accent-soft", "brand-solid", "solved",
    "solved-soft", "reward", "reward-soft", "wait", "wait-soft", "danger", "danger-soft", "info", "info-soft", "focus",
)  # fmt: skip
