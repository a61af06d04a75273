"""How fast the community learns from what happens, and what that is worth."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community import clock
from community.personalization.accountability.models import Worth
from community.personalization.accountability.queries.velocity import WINDOW, trend_of
from community.personalization.accountability.saying import pace_said, worth_said
from community.personalization.accountability.worth import FEWEST
from community.personalization.experiments.models import Experiment
from community.questions.views.common import for_members


@require_safe
@for_members()
def learning(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show members how much is learned, how fast, and the newest replay. No figure is about a person. Five queries."""
    newest, now = Worth.objects.of(request.company).first(), clock.now()
    context = {
        "pace": pace_said(trend_of(request.company, now), now),
        "worth": newest,
        "said": worth_said(newest) if newest else None,
        "fewest": FEWEST,
        "decided": Experiment.objects.of(request.company).decided().filter(stopped_at__gt=now - WINDOW).count(),
    }
    return render(request, "accountability/learning.html", context)
