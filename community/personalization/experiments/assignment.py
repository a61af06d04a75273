"""Who is in which part of what: pure functions of a salt, the company and the unit. Nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

BUCKETS = 10_000


def bucket_of(salt: str, company_id: int, unit: str) -> int:
    """Return the bucket, 0 to 9,999, of a unit such as "question:7": the first eight bytes of a sha256, modulo 10,000.

    The same salt, company and unit always have the same bucket, in every process. Buckets of different salts are
    independent of each other (personalization.md 4.2).
    """
    digest = sha256(f"{salt}:{company_id}:{unit}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % BUCKETS


def place_in(bucket: int, shares: Sequence[int]) -> int:
    """Return in which of several parts a bucket lies; `shares` are whole percent in a fixed order and add up to 100."""
    edge = 0
    for position, share in enumerate(shares):
        edge += share * BUCKETS // 100
        if bucket < edge:
            return position
    raise ValueError(f"Shares must add up to 100, not to {sum(shares)}.")
