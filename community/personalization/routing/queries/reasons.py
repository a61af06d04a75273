"""What is stored with an offer: how it was ranked, and what was counted for words that are true."""

from __future__ import annotations

from typing import Any

from community.personalization.routing.queries.eligible import Eligible

_MOST_PAST = 3


def reason_for(one: Eligible, *, slot: str, similar: list[int], everybody: bool) -> dict[str, Any]:
    """Return ids and numbers only. `similar` are past questions that they answered, the most similar first."""
    facts: dict[str, Any] = {name: count for name, count in one.counted.items() if count}
    if similar:
        facts["similar"] = similar[:_MOST_PAST]
    if one.interested:
        facts["interest"] = True
    if everybody:
        facts["everybody"] = True
    return facts | {"slot": slot, "load": one.load}
