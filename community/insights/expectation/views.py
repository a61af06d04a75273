"""The expected time as a fragment."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community import clock
from community.insights.expectation.queries.said import expected_at, topic_in


@require_safe
def expected(request: CompanyRequest) -> HttpResponse:
    """Show what is expected for ?topic and ?language; for the community in general where there is no such topic."""
    company = request.company
    language = request.GET.get("language", company.default_language)
    found = expected_at(
        company,
        clock.now(),
        language=language if language in company.languages else company.default_language,
        topic=topic_in(request.GET.get("topic", "")),
    )
    return render(request, "expectation/_expected.html", {"expected": found})
