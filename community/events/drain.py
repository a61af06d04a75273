"""Applying the open receipts of a stream, in order, each exactly once."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection, transaction

from community import clock
from community.events.followers import Follower, NotYet, follower_named
from community.events.models import Delivery
from community.locks import lock_if_free

log = logging.getLogger(__name__)

BATCH = 50
MAX_ATTEMPTS = 8
# How long a reaction waits that has asked to be called later.
SOON = timedelta(seconds=1)
# An effect outside the database may take this long before another worker believes that its worker died.
CLAIM = timedelta(minutes=3)
_ERROR_LENGTH = 2000


def drain_streams(streams: Iterable[tuple[str, str]]) -> int:
    """Apply what is due in the streams, each a company and a stream; return how many receipts were closed.

    A stream at which the database fails is left to the next sweep: it holds up no other.
    """
    closed = 0
    for company, stream in streams:
        try:
            closed += drain_stream(company, stream)
        except (DatabaseError, InterfaceError):
            log.exception("The stream %s of company %s could not be drained.", stream, company)
            connection.close_if_unusable_or_obsolete()
    return closed


def drain_stream(company: str, stream: str) -> int:
    """Apply every due receipt of the stream, follower by follower in their turn; return how many were closed."""
    waiting = Delivery.objects.due(clock.now()).filter(company=company, stream=stream)
    named = map(follower_named, waiting.values_list("follower", flat=True).distinct())
    # A receipt whose follower has left the code: a person skips it in the admin, or the follower comes back.
    known = [follower for follower in named if follower is not None]
    return sum(drain(follower.name, company, stream) for follower in sorted(known, key=lambda each: each.turn))


def drain(follower_name: str, company: str, stream: str) -> int:
    """Apply one follower's due receipts of the stream in order; return how many were closed.

    Stops at the first receipt that fails or is not due, so order holds; other streams and followers go on.
    """
    follower = follower_named(follower_name)
    if follower is None:
        # A receipt whose follower has left the code: a person skips it in the admin, or the follower comes back.
        return 0
    step = _step_outside if follower.outside else _step_inside
    closed = 0
    while True:
        closed_now, more = step(follower, company, stream)
        closed += closed_now
        if not more:
            return closed


def _step_inside(follower: Follower, company: str, stream: str) -> tuple[int, bool]:
    """Apply up to BATCH receipts in one transaction; each in a savepoint, so that a failure keeps those before it."""
    with transaction.atomic():
        if not _lock(follower.name, company, stream):
            return 0, False
        batch = _next_receipts(follower.name, company, stream, BATCH)
        for count, receipt in enumerate(batch):
            if not _is_due(receipt):
                return count, False
            try:
                with transaction.atomic():
                    follower.react(receipt.event)
            except Exception as error:
                _keep_failure(receipt, error)
                return count, False
            _close(receipt)
        # Look again even after a short batch: a receipt may have been committed while this worker held the lock.
        return len(batch), bool(batch)


def _step_outside(follower: Follower, company: str, stream: str) -> tuple[int, bool]:
    """Claim the next receipt, act, mark it done: at least once, with the event id as idempotency key."""
    with transaction.atomic():
        if not _lock(follower.name, company, stream):
            return 0, False
        batch = _next_receipts(follower.name, company, stream, 1)
        if not batch or not _is_due(batch[0]):
            return 0, False
        receipt = batch[0]
        receipt.not_before = clock.now() + CLAIM
        receipt.save(update_fields=["not_before"])
    try:
        follower.react(receipt.event)
    except Exception as error:
        _keep_failure(receipt, error)
        return 0, False
    _close(receipt)
    return 1, True


def _lock(follower: str, company: str, stream: str) -> bool:
    """Take the advisory lock on (follower, stream) until the transaction ends; False when another worker has it."""
    return lock_if_free(follower, f"{company}/{stream}")


def _next_receipts(follower: str, company: str, stream: str, limit: int) -> list[Delivery]:
    """Return the first unfinished receipts in order, stuck ones included: nothing overtakes them."""
    return list(
        Delivery.objects.unfinished()
        .filter(company=company, stream=stream, follower=follower)
        .select_related("event")
        .order_by("stream_seq")[:limit]
    )


def _is_due(receipt: Delivery) -> bool:
    return receipt.state == Delivery.State.OPEN and receipt.not_before <= clock.now()


def _close(receipt: Delivery) -> None:
    receipt.state = Delivery.State.DONE
    receipt.attempts += 1
    receipt.closed_at = clock.now()
    receipt.save(update_fields=["state", "attempts", "closed_at"])


def _keep_failure(receipt: Delivery, error: Exception) -> None:
    """Write the error on the receipt and put it off: 2 s, 4 s, 8 s ...; stuck after MAX_ATTEMPTS.

    A reaction that only waits is put off a little and not counted.
    """
    if isinstance(error, NotYet):
        receipt.not_before = clock.now() + SOON
        receipt.save(update_fields=["not_before"])
        return
    log.warning("Follower %s failed on event %s", receipt.follower, receipt.event_id, exc_info=error)
    receipt.attempts += 1
    said = f"{type(error).__name__}: {error}".replace("\x00", "")
    receipt.last_error = said.encode("utf-8", "replace").decode()[:_ERROR_LENGTH]
    receipt.not_before = clock.now() + timedelta(seconds=2**receipt.attempts)
    if receipt.attempts >= MAX_ATTEMPTS:
        receipt.state = Delivery.State.STUCK
    receipt.save(update_fields=["attempts", "last_error", "not_before", "state"])
