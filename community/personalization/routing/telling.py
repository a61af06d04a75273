"""Telling a helper's open pages that their offers changed, and how many there are for the link to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from community.events.poke import poke_after_commit
from community.personalization.routing.queries.queue import in_milliseconds

STREAM = "offers:{member}"


def tell_pages(company_id: int, members: Iterable[int], now: datetime) -> None:
    """Let the members' open pages look at their offers again after commit. Best effort, like every poke."""
    poke_after_commit(str(company_id), {STREAM.format(member=each): in_milliseconds(now) for each in members})
