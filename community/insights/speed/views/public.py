"""The public page about speed, its file, and the dictionary of figures."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community import clock
from community.insights.clocks.definitions import CLOCK_VERSION, DEFINITIONS, FIRST_ANSWER
from community.insights.promise.queries.promises import promise_in_force
from community.insights.speed.charts import curve_sentence, picture_of
from community.insights.speed.publishing import shares_at
from community.insights.speed.queries.public import (
    LONG_DAYS,
    SHORT_DAYS,
    STABLE,
    is_public,
    public_rows,
    window_of,
)
from community.insights.speed.tiles.measures import HORIZON_NAMES
from community.web.csvfile import streamed
from community.web.pagecache import visitors_page

ROWS_HEAD = ("question", "asked_at", "first_answer_seconds", "solved_seconds", "state")


@require_safe
def speed_page(request: CompanyRequest) -> HttpResponse:
    """Show how long questions wait, to everybody. Raises Http404 where the company has not switched the page on.

    Visitors may get the page as it was up to a minute ago.
    """
    if not is_public(request.company):
        raise Http404
    return visitors_page(
        request,
        company=request.company,
        parameters=(),
        # Nothing on it has a stream of its own.
        versions=lambda names: {},
        build=partial(_speed_page, request),
    )


def _speed_page(request: CompanyRequest) -> tuple[HttpResponse, set[str]]:
    """Return the page, and no streams."""
    now = clock.now()
    windows = [window_of(request.company, days, now) for days in (SHORT_DAYS, LONG_DAYS)]
    # The short time is what it is like now; where it is too short, the long one says more.
    shown = windows[0] if windows[0].is_stable else windows[1]
    context = {
        "windows": windows,
        "shown": shown,
        "median": timedelta(seconds=shown.curve.median) if shown.curve.median is not None else None,
        "picture": picture_of(shown.curve, curve_sentence(str(FIRST_ANSWER.name), shown.curve))
        if shown.answered
        else None,
        "horizons": zip(HORIZON_NAMES.values(), *(shares_at(window) for window in windows), strict=True),
        "stable": STABLE,
        "has_promise": promise_in_force(request.company, now) is not None,
        "now": now,
    }
    return render(request, "speed/public.html", context), set()


@require_safe
def rows_file(request: CompanyRequest) -> HttpResponseBase:
    """Send the questions behind the page as a file. Raises Http404 where the page is off."""
    if not is_public(request.company):
        raise Http404
    window = window_of(request.company, LONG_DAYS, clock.now())
    return streamed(f"speed_{window.population.until}.csv", ROWS_HEAD, public_rows(window))


@require_safe
def figures(request: CompanyRequest) -> HttpResponse:
    """Show what every figure means, with its version."""
    context = {"definitions": DEFINITIONS.values(), "clock_version": CLOCK_VERSION}
    return render(request, "speed/figures.html", context)
