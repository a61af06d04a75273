"""Telling open pages, and nobody else, that something changed which is no event of its own: an inbox, a session."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.db import transaction

from community.events.wake import POKE_CHANNEL
from community.web.breaker import redis_breaker
from community.web.redis import plain_redis


def poke_after_commit(company: str, versions: Mapping[str, int]) -> None:
    """Publish the streams' versions when the transaction commits, at once outside of one. Best effort, like every poke.

    Unlike an event this wakes no worker. A stream without an order of its own has version 0.
    """
    if versions:
        frozen = dict(versions)
        transaction.on_commit(lambda: redis_breaker.call(_publish, company, frozen, default=None))


def _publish(company: str, versions: Mapping[str, int]) -> None:
    pipeline = plain_redis().pipeline(transaction=False)
    for stream, version in versions.items():
        pipeline.publish(POKE_CHANNEL, json.dumps({"company": company, "stream": stream, "version": version}))
    pipeline.execute()
