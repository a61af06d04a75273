"""The permanent hold-out: a part of everything that is never personalised, so that the rest can be compared with it."""

from __future__ import annotations

from typing import Final

from community.personalization.experiments.assignment import BUCKETS, bucket_of

HELD_OUT_PERCENT: Final = 5
# Never change it: whoever was held out would be drawn anew, and no long comparison would be left.
_SALT: Final = "hold-out"


def in_hold_out(company_id: int, unit: str) -> bool:
    """Return whether a unit ("question:7", "member:12") is held out: 5 % are, for good, in every process the same.

    What is held out gets the plain product: a question makes no offers, a member's page has the plain order. It is no
    part of any experiment either. No query, nothing is stored.
    """
    return bucket_of(_SALT, company_id, unit) < BUCKETS * HELD_OUT_PERCENT // 100
