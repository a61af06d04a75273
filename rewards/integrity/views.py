"""What everybody may read about the fairness of rewards."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from rewards.integrity.models.case import TARGET_TIME
from rewards.integrity.models.trace import KEPT
from rewards.integrity.wording import CATEGORIES


@require_safe
def signals(request: CompanyRequest) -> HttpResponse:
    """Name the kinds of signals, what follows from them, and how to appeal. Thresholds are not told."""
    context = {"categories": CATEGORIES.values(), "days": TARGET_TIME.days, "kept_days": KEPT.days}
    return render(request, "integrity/signals.html", context)
