"""What search does when questions change."""

from __future__ import annotations

from accounts.models import Company
from community.events.followers import NotYet, follow
from community.events.models import Event
from community.search.actions.index import index_question
from community.search.actions.reindex import reindex_outdated

# So many batches at a time: a worker has other things to do, and a task that takes minutes is ended.
_BATCHES = 4


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


# Outside a transaction, so that each batch is one of its own; what is indexed once more does no harm.
@follow("company.changed", name="search.languages", outside=True)
def index_by_languages(event: Event) -> None:
    """Index the company's questions anew when its languages changed. Raises NotYet as long as some remain."""
    if not {"languages", "default_language"} & set(event.payload["changed"]):
        return
    company = Company.objects.get(pk=int(event.company))
    if all(reindex_outdated(company) for _batch in range(_BATCHES)):
        raise NotYet("More questions remain.")
