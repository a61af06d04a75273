"""Questions that nobody has answered for a day, and the call to help."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community import clock
from community.personalization.accountability.queries.demand import (
    demand_by_language,
    demand_by_topic,
    language_name,
    waiting_longest,
)


@require_safe
def demand(request: CompanyRequest) -> HttpResponse:
    """Show by language and by topic what waits and who could help, and the questions that waited longest.

    Five queries. An address with a language or a topic narrows the list of questions.
    """
    now, reader = clock.now(), request.reader
    languages, topics = demand_by_language(reader, now), demand_by_topic(reader, now)
    language, topic = request.GET.get("language", ""), request.GET.get("topic", "")
    language = language if language in {each.key for each in languages} else ""
    topic = topic if topic in {each.key for each in topics} else ""
    context = {
        "languages": languages,
        "topics": topics,
        "language": language,
        "topic": topic,
        "narrowed_to": language_name(language) if language else next((e.name for e in topics if e.key == topic), ""),
        "questions": list(waiting_longest(reader, now, language=language, topic=topic)) if languages else [],
    }
    return render(request, "accountability/demand.html", context)
