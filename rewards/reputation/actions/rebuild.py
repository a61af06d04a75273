"""Making the reputation of a whole company again, from its events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from operator import attrgetter
from typing import TypeVar

from django.db import connection, transaction

from accounts.models import Company, Membership
from community.events.models import Event
from rewards.reputation.actions.count import count_everything, make_scores
from rewards.reputation.actions.credit import write_credits
from rewards.reputation.actions.level import settle_levels
from rewards.reputation.fold import FOLDED, Credit, fold
from rewards.reputation.locks import write_alone
from rewards.reputation.models import Score

Row = TypeVar("Row")

_STREAMS = 500
_MEMBERS = 500
# The trigger that keeps changes as they are lets those of this company go until the transaction ends.
_OPEN = "SELECT set_config('peerdesk.rebuilds_reputation_of', %s, true)"
_CLOSE = "SELECT set_config('peerdesk.rebuilds_reputation_of', '', true)"


@transaction.atomic
def rebuild_reputation(
    company: Company, *, source: str = Event.Source.IMPORT, progress: Callable[[int], None] | None = None
) -> int:
    """Write every change and score of the company anew, imported and seeded past included; return how many changes.

    All in one transaction, in which no follower writes: those who want to wait and try again. The numbers are the same
    as before unless something was missing. Trust levels that follow are given as a part of the past of this
    `source`, without telling anybody. `progress` is called with the number of questions done so far.
    """
    write_alone(company.pk)
    _forget(company)
    events = Event.objects.filter(company=company.key, stream__startswith="question:").of_types(*FOLDED)
    ordered = events.order_by("stream", "stream_seq").iterator(chunk_size=5000)
    written = done = 0
    for batch in _batches(groupby(ordered, key=attrgetter("stream")), _STREAMS):
        credits = [credit for of_question in batch for credit in of_question]
        write_credits(company.pk, credits, {})
        written, done = written + len(credits), done + len(batch)
        if progress is not None:
            progress(done)
    _count(company, source)
    return written


def _forget(company: Company) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [company.key])
        # In SQL: Django would read every row first.
        cursor.execute("DELETE FROM reputation_reputationchange WHERE company_id = %s", [company.pk])
        cursor.execute(_CLOSE)
        cursor.execute("DELETE FROM reputation_dayscore WHERE company_id = %s", [company.pk])
    Score.objects.filter(company=company).update(total=0, helped=0, solved=0, helpful=0, unhelpful=0)


def _count(company: Company, source: str) -> None:
    members = Membership.objects.of(company).order_by("pk").values_list("pk", flat=True)
    last = 0
    while chunk := list(members.filter(pk__gt=last)[:_MEMBERS]):
        make_scores(company.pk, chunk)
        count_everything(company.pk, chunk)
        settle_levels(company.pk, chunk, source=source)
        last = chunk[-1]


def _batches(streams: Iterable[tuple[str, Iterator[Event]]], size: int) -> Iterator[list[list[Credit]]]:
    """Fold the streams one after the other; yield what follows from so many of them at a time."""
    folded = (fold(events) for _stream, events in streams)
    while batch := list(islice(folded, size)):
        yield batch
