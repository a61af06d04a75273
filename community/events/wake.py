"""Telling the workers and the open pages, after commit, that streams have something new.

Best effort by design: the sweep finds what a lost wake-up left behind, and a page that reconnects asks what changed.
"""

from __future__ import annotations

import json
from functools import lru_cache

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from kombu import Connection
from kombu.pools import producers

from community.web.breaker import redis_breaker
from community.web.redis import plain_redis

POKE_CHANNEL = "pd:live"
DELIVER_TASK = "events.deliver"


class Wake:
    """What one transaction will announce when it commits: the newest version of each stream it wrote to."""

    def __init__(self) -> None:
        self.versions: dict[tuple[str, str], int] = {}

    def __call__(self) -> None:
        """Announce through the breaker that all of Redis shares, so that a request never waits for a sick Redis."""
        redis_breaker.call(self._announce, default=None)

    def _announce(self) -> None:
        pokes = plain_redis().pipeline(transaction=False)
        for (company, stream), version in self.versions.items():
            pokes.publish(POKE_CHANNEL, json.dumps({"company": company, "stream": stream, "version": version}))
        pokes.execute()
        with producers[_broker(settings.CELERY_BROKER_URL, settings.REDIS_TIMEOUT_SECONDS)].acquire(
            block=True, timeout=settings.REDIS_TIMEOUT_SECONDS
        ) as producer:
            current_app.send_task(
                DELIVER_TASK, kwargs={"streams": [list(key) for key in self.versions]}, producer=producer, retry=False
            )


def wake_after_commit(company: str, stream: str, version: int) -> None:
    """Announce the stream when the transaction commits: one task and one round of pokes, however many events it has."""
    wake = _wake_of_this_transaction()
    wake.versions[company, stream] = version


def _wake_of_this_transaction() -> Wake:
    open_savepoints = set(connection.savepoint_ids)
    for savepoints, function, *_ in connection.run_on_commit:
        # One registered in a savepoint that may still be rolled back on its own would take ours down with it.
        if isinstance(function, Wake) and set(savepoints) <= open_savepoints:
            return function
    wake = Wake()
    transaction.on_commit(wake)
    return wake


@lru_cache(maxsize=8)
def _broker(url: str, timeout: float) -> Connection:
    """Return the broker as requests see it: with far shorter time-outs than the workers have."""
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "socket_timeout": timeout, "socket_connect_timeout": timeout}
    return Connection(url, transport_options=options)
