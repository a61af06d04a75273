"""How fast the community learns from what happens, and what that is worth."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community.personalization.accountability.models import Worth
from community.personalization.accountability.saying import worth_said
from community.personalization.accountability.worth import FEWEST
from community.questions.views.common import invite


@require_safe
def learning(request: CompanyRequest) -> HttpResponse:
    """Show members the newest replay. No figure is about a person. One query."""
    if request.reader.member is None:
        return invite(request, back_to=request.get_full_path())
    newest = Worth.objects.of(request.company).first()
    context = {"worth": newest, "said": worth_said(newest) if newest else None, "fewest": FEWEST}
    return render(request, "accountability/learning.html", context)
