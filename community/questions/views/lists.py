"""Lists of questions: the community's home, a topic, a tag."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.reader import CompanyRequest
from community.questions import queries
from community.questions.models.question import QuestionQuerySet
from community.web.pagination import paginate

ROWS = 25
FILTERS = ("unanswered", "unsolved", "solved", "mine")


@require_safe
def home(request: CompanyRequest) -> HttpResponse:
    """Show the company's questions, newest first, by state."""
    return _list(request, "questions/home.html", queries.for_list(request.reader), {})


@require_safe
def topic(request: CompanyRequest, slug: str) -> HttpResponse:
    """Show one topic's questions."""
    current = queries.topic_or_404(request.reader, slug)
    rows = queries.for_list(request.reader).filter(topic=current)
    return _list(request, "questions/topic.html", rows, {"current_topic": current})


@require_safe
def tag(request: CompanyRequest, slug: str) -> HttpResponse:
    """Show the questions with one tag."""
    current = queries.tag_or_404(request.reader, slug)
    rows = queries.for_list(request.reader).filter(tags=current)
    return _list(request, "questions/tag.html", rows, {"current_tag": current})


@require_safe
def topics(request: CompanyRequest) -> HttpResponse:
    """Show all topics."""
    return render(request, "questions/topics.html", {"topics": queries.topics_with_counts(request.reader)})


@require_safe
def tags(request: CompanyRequest) -> HttpResponse:
    """Show the tags in use."""
    return render(request, "questions/tags.html", {"tags": queries.popular_tags(request.reader)})


def _list(request: CompanyRequest, template: str, rows: QuestionQuerySet, context: dict[str, Any]) -> HttpResponse:
    chosen = request.GET.get("filter", "")
    if chosen not in FILTERS or (chosen == "mine" and request.reader.member is None):
        chosen = ""
    page = paginate(_filtered(rows, chosen, request), request, ROWS)
    return render(
        request,
        template,
        {
            "questions": page.items,
            "page": page,
            "filter": chosen,
            "filter_urls": {name: f"?{urlencode({'filter': name})}" for name in FILTERS} | {"newest": request.path},
            "topics": queries.topics_with_counts(request.reader),
            **context,
        },
    )


def _filtered(rows: QuestionQuerySet, chosen: str, request: CompanyRequest) -> QuestionQuerySet:
    if chosen == "mine" and request.reader.member is not None:
        return rows.asked_by(request.reader.member)
    if chosen == "unanswered":
        return rows.unanswered()
    if chosen == "unsolved":
        return rows.unsolved()
    return rows.solved() if chosen == "solved" else rows
