"""What looks as if somebody dealt with themselves: pure functions of figures and thresholds.

Each signal is nothing by itself; friends share addresses and good helpers are accepted often. Several together are worth
that a person looks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from rewards.integrity.models import IntegrityRules

SAME_PERSON: Final = "same_person"
SHARED_ADDRESS: Final = "shared_address"
ONE_AUTHOR: Final = "one_author"
RECIPROCITY: Final = "reciprocity"
RING: Final = "ring"
BURST: Final = "burst"
FUNNEL: Final = "funnel"
SIGNALS: Final = (SAME_PERSON, SHARED_ADDRESS, ONE_AUTHOR, RECIPROCITY, RING, BURST, FUNNEL)

# A signal's code, and the figures that show it.
Found = dict[str, dict[str, int]]


def is_suspicious(found: Mapping[str, object], rules: IntegrityRules, *, is_young: bool) -> bool:
    """Return whether a person shall look: several signals, or the same person with a young account."""
    return len(found) >= rules.signals_to_hold or (SAME_PERSON in found and is_young)


def shows_one_author(given: int, to_author: int, chance: float, rules: IntegrityRules) -> bool:
    """Return whether too many of the acceptances that somebody gave go to one author.

    `chance` is how often the author is accepted by everybody else in the same topics: who answers nearly everything is
    accepted by nearly everybody.
    """
    if given < rules.share_least or to_author * 100 <= given * rules.share_percent:
        return False
    return bool(at_least(to_author, given, chance) * rules.one_in <= 1)


def shows_reciprocity(there: int, back: int, rules: IntegrityRules) -> bool:
    """Return whether two members accept each other's answers."""
    return bool(min(there, back) >= rules.reciprocal_least)


def mailbox_of(email: str) -> str:
    """Return the mailbox that a mail address leads to: many providers deliver name+anything to name."""
    local, _at, domain = email.lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local else ""


def at_least(hits: int, tries: int, chance: float) -> float:
    """Return how likely so many hits or more are in independent tries with this chance."""
    if hits <= 0:
        return 1.0
    if chance <= 0:
        return 0.0
    if chance >= 1:
        return 1.0
    log_hit, log_miss = math.log(chance), math.log1p(-chance)
    return min(
        1.0, sum(math.exp(_log_ways(tries, n) + n * log_hit + (tries - n) * log_miss) for n in range(hits, tries + 1))
    )


def at_least_of_rare(hits: int, expected: float) -> float:
    """Return how likely so many rare things or more are when so many are expected (Poisson)."""
    if hits <= 0:
        return 1.0
    below = (
        sum(math.exp(n * math.log(expected) - expected - math.lgamma(n + 1)) for n in range(hits))
        if expected > 0
        else 1.0
    )
    return max(0.0, 1.0 - below)


def _log_ways(tries: int, hits: int) -> float:
    return math.lgamma(tries + 1) - math.lgamma(hits + 1) - math.lgamma(tries - hits + 1)
