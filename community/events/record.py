"""Writing to the log: the one way an action says that something happened."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from community import clock
from community.events.followers import followers_of
from community.events.kinds import DomainEvent
from community.events.models import Delivery, Event, Stream
from community.events.wake import wake_after_commit

_NEXT_SEQ = """
    INSERT INTO events_stream (company, name, last_seq) VALUES (%s, %s, 1)
    ON CONFLICT (company, name) DO UPDATE SET last_seq = events_stream.last_seq + 1
    RETURNING last_seq
"""


class NoTransaction(RuntimeError):
    """Raised when an event is recorded outside the transaction of the change it tells of."""


def record(happened: DomainEvent) -> Event:
    """Write the event and one open receipt per follower in the caller's transaction; wake the followers after commit.

    The stream's row stays locked until the commit, so numbers within a stream follow commit order.
    Raises NoTransaction outside a transaction.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(f"{happened.type} was recorded outside a transaction.")
    moment = clock.now()
    event = Event.objects.create(
        company=happened.company,
        stream=happened.stream,
        stream_seq=_next_seq(happened.company, happened.stream),
        type=happened.type,
        actor=happened.actor,
        payload=happened.payload,
        occurred_at=moment,
        recorded_at=moment,
    )
    Delivery.objects.bulk_create(
        Delivery(
            event=event,
            follower=follower.name,
            company=event.company,
            stream=event.stream,
            stream_seq=event.stream_seq,
            not_before=moment,
        )
        for follower in followers_of(event.type)
    )
    wake_after_commit(event.company, event.stream, event.stream_seq)
    return event


@dataclass(frozen=True, kw_only=True)
class PastEvent:
    """An event of an import or a seed, with the time at which it happened elsewhere."""

    happened: DomainEvent
    occurred_at: datetime
    time_quality: str = Event.TimeQuality.EXACT


def record_past(past: Iterable[PastEvent], *, source: str) -> int:
    """Write imported or seeded events without receipts, numbered per stream in the order given; return how many.

    Raises NoTransaction outside a transaction, ValueError for a live source.
    """
    if source == Event.Source.LIVE:
        raise ValueError("Live events are recorded one by one, with record().")
    if not connection.in_atomic_block:
        raise NoTransaction("Past events were recorded outside a transaction.")
    recorded_at = clock.now()
    batch = list(past)
    following = _reserve([(p.happened.company, p.happened.stream) for p in batch])
    rows = []
    for item in batch:
        key = (item.happened.company, item.happened.stream)
        following[key] += 1
        rows.append(
            Event(
                company=item.happened.company,
                stream=item.happened.stream,
                stream_seq=following[key],
                type=item.happened.type,
                actor=item.happened.actor,
                payload=item.happened.payload,
                source=source,
                time_quality=item.time_quality,
                occurred_at=item.occurred_at,
                recorded_at=recorded_at,
            )
        )
    Event.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def version_of(company: str, stream: str) -> int:
    """Return the number of the stream's newest event, 0 when it has none: the version a page was rendered at."""
    return Stream.objects.filter(company=company, name=stream).values_list("last_seq", flat=True).first() or 0


def versions_of(company: str, streams: Collection[str]) -> dict[str, int]:
    """Return the number of each stream's newest event, 0 for those that have none. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, last_seq FROM events_stream WHERE company = %s AND name = ANY(%s)", [company, list(streams)]
        )
        return dict.fromkeys(streams, 0) | dict(cursor.fetchall())


def _next_seq(company: str, stream: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_SEQ, [company, stream])
        return int(cursor.fetchone()[0])


def _reserve(keys: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Lock and advance every stream by as many events as it gets; return the number before the first of them."""
    counts: dict[tuple[str, str], int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    before: dict[tuple[str, str], int] = {}
    names = sorted(counts)
    with transaction.atomic(), connection.cursor() as cursor:
        for start in range(0, len(names), 1000):
            chunk = names[start : start + 1000]
            cursor.execute(
                """
                INSERT INTO events_stream (company, name, last_seq)
                SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])
                ON CONFLICT (company, name) DO UPDATE SET last_seq = events_stream.last_seq + excluded.last_seq
                RETURNING company, name, last_seq
                """,
                [[c for c, _ in chunk], [n for _, n in chunk], [counts[key] for key in chunk]],
            )
            for company, name, last_seq in cursor.fetchall():
                before[company, name] = last_seq - counts[company, name]
    return before
