"""What happened in a company's questions, as the fold of clocks reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from accounts.models import Company
from community.events.models import Event
from community.insights.clocks.fold import FOLDED, PAUSE, Happened

_CHUNK = 5000


def histories_of(company: Company, questions: Collection[int] | None = None) -> Iterator[list[Happened]]:
    """Yield what happened in each of the questions, or in all of them, in its order. Few of them are in memory at once."""
    events = Event.objects.filter(company=company.key).of_types(*FOLDED)
    if questions is None:
        events = events.filter(stream__startswith="question:")
    else:
        events = events.filter(stream__in=[f"question:{pk}" for pk in questions])
    rows = events.order_by("stream", "stream_seq").values_list("stream", *Happened._fields)
    read = rows.iterator(chunk_size=_CHUNK) if questions is None else rows
    for _stream, happened in groupby(read, key=itemgetter(0)):
        yield [Happened._make(row[1:]) for row in happened]


def pauses_of(company: Company) -> list[datetime]:
    """Return when the company closed its community, in order. One query."""
    paused = Event.objects.in_stream(company.key, f"company:{company.pk}").of_types(PAUSE)
    return sorted(paused.values_list("occurred_at", flat=True))
