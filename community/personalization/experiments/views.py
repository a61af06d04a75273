"""What is tried out, what came of it, and how to stay out of it: for everybody who may read the community."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from accounts.reader import CompanyRequest
from community import clock
from community.personalization.experiments.models import Experiment
from community.personalization.experiments.queries.held_out import LEAST_HELD_OUT, hold_out_compared
from community.personalization.experiments.queries.hold_out import HELD_OUT_PERCENT
from community.personalization.experiments.queries.page import arms_of, begun_experiments
from community.personalization.experiments.wording import arms_said, result, standing


@require_safe
def experiments(request: CompanyRequest) -> HttpResponse:
    """List what is tried out and what came of what has ended, and compare with the hold-out. At most four queries."""
    begun = begun_experiments(request.company)
    over = [each for each in begun if not each.is_running]
    arms = arms_of(over) if over else {}
    member = request.reader.member
    context = {
        "running": [(each, arms_said(each)) for each in begun if each.is_running],
        "over": [
            (each, standing(each), [result(each, row.look) for row in arms[each.pk] if not row.is_usual])
            for each in over
        ],
        "compared": hold_out_compared(request.company, clock.now()),
        "least": LEAST_HELD_OUT,
        "percent": HELD_OUT_PERCENT,
        "takes_part": member is not None and has_consent(member.pk, Purpose.EXPERIMENTS),
        "may_register": member is not None and member.is_admin,
    }
    return render(request, "experiments/experiments.html", context)


@require_safe
def experiment(request: CompanyRequest, pk: int) -> HttpResponse:
    """Show one experiment: what was registered, and its figures once it has ended; admins see them before. Two queries.

    Raises Http404 for what has not started and for other companies' experiments.
    """
    found = Experiment.objects.of(request.company).begun().filter(pk=pk).select_related("author").first()
    if found is None:
        raise Http404
    member = request.reader.member
    is_admin = member is not None and member.is_admin
    shows = is_admin or not found.is_running
    arms = arms_of([found])[found.pk] if shows else []
    context = {
        "experiment": found,
        "arms_said": arms_said(found),
        "now": standing(found),
        "shows": shows,
        "arms": arms,
        "results": [(row.label, result(found, row.look)) for row in arms if not row.is_usual],
        "is_admin": is_admin,
    }
    return render(request, "experiments/experiment.html", context)
