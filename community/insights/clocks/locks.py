"""Who may write clocks when: a question at a time, or everything of a company at once."""

from __future__ import annotations

from typing import Final

from community.events.followers import NotYet
from community.locks import lock, lock_shared_if_free

_COMPANY: Final = "clocks.company"


def write_beside_others(company_id: int) -> None:
    """Keep a rebuild of the company out until the transaction ends. Raises NotYet while one is under way."""
    if not lock_shared_if_free(_COMPANY, company_id):
        raise NotYet("The clocks of this company are being rebuilt.")


def write_alone(company_id: int) -> None:
    """Wait for all who write clocks of the company, and keep others out until the transaction ends."""
    lock(_COMPANY, company_id)
