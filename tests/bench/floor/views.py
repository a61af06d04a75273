"""Three indexed queries and a template."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tests.bench.floor.models import Post, Tag, Topic

POSTS = 20


def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a topic with its tags and posts."""
    shown = Topic.objects.select_related("author").get(pk=pk)
    tags = list(Tag.objects.filter(topic=pk))
    posts = list(Post.objects.select_related("author").defer("source").filter(topic_id=pk).order_by("id")[:POSTS])
    return render(request, "floor/topic.html", {"topic": shown, "tags": tags, "posts": posts})
