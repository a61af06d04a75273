"""Who may write changes of reputation when: a question at a time, or everything of a company at once."""

from __future__ import annotations

from typing import Final

from community.events.followers import NotYet
from community.locks import lock, lock_shared_if_free

_COMPANY: Final = "reputation.company"


def write_beside_others(company_id: int) -> None:
    """Keep a rebuild of the company out until the transaction ends. Raises NotYet while one is under way."""
    if not lock_shared_if_free(_COMPANY, company_id):
        raise NotYet("The reputation of this company is being rebuilt.")


def write_alone(company_id: int) -> None:
    """Wait for all who write to the company's reputation, and keep others out until the transaction ends."""
    lock(_COMPANY, company_id)
