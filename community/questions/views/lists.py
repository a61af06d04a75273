"""Lists of questions: the community's home, a topic, a tag."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community.questions import queries
from community.questions.models import Tag, Topic
from community.web.pagination import paginate_rows

ROWS = 25


@require_safe
def home(request: CompanyRequest) -> HttpResponse:
    """Show the company's questions, newest first, by state."""
    return _list(request, "questions/home.html", {})


@require_safe
def topic(request: CompanyRequest, slug: str) -> HttpResponse:
    """Show one topic's questions."""
    current = queries.topic_or_404(request.reader, slug)
    return _list(request, "questions/topic.html", {"current_topic": current}, topic=current)


@require_safe
def tag(request: CompanyRequest, slug: str) -> HttpResponse:
    """Show the questions with one tag."""
    current = queries.tag_or_404(request.reader, slug)
    return _list(request, "questions/tag.html", {"current_tag": current}, tag=current)


@require_safe
def topics(request: CompanyRequest) -> HttpResponse:
    """Show all topics."""
    return render(request, "questions/topics.html", {"topics": queries.topics_with_counts(request.reader)})


@require_safe
def tags(request: CompanyRequest) -> HttpResponse:
    """Show the tags in use."""
    return render(request, "questions/tags.html", {"tags": queries.popular_tags(request.reader)})


def _list(
    request: CompanyRequest,
    template: str,
    context: dict[str, Any],
    *,
    topic: Topic | None = None,
    tag: Tag | None = None,
) -> HttpResponse:
    chosen = request.GET.get("filter", "")
    if chosen not in queries.LISTS or (chosen == "mine" and request.reader.member is None):
        chosen = ""
    rows = queries.list_rows(request.reader, chosen=chosen, topic=topic, tag=tag)
    page = paginate_rows(rows, request, ROWS)
    return render(
        request,
        template,
        {
            "questions": page.items,
            "page": page,
            "filter": chosen,
            "filter_urls": {name: f"?{urlencode({'filter': name})}" for name in queries.LISTS}
            | {"newest": request.path},
            "topics": queries.topics_with_counts(request.reader),
            **context,
        },
    )
