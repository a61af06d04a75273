"""What search does when questions change."""

from __future__ import annotations

from community.events.followers import follow
from community.events.models import Event
from community.search.actions.index import index_question


@follow(
    "question.asked",
    "question.edited",
    "answer.posted",
    "answer.edited",
    "post.hidden",
    "post.restored",
    name="search.index",
)
def index(event: Event) -> None:
    """Index the question whose words changed. Its state is read from the question itself and needs no index."""
    index_question(event.payload["question"])
