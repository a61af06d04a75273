"""The one lock of who is asked: in a company one thing at a time."""

from __future__ import annotations

from community.locks import lock


def lock_routing(company_id: int) -> None:
    """Wait for whoever asks helpers of this company, or takes them off the list, until the transaction ends.

    Taken before any question's lock. So no helper gets more offers than they want, however many rings open at once, and
    whoever withdraws their consent is neither asked after that nor left with an offer.
    """
    lock("personalization.routing", company_id)
