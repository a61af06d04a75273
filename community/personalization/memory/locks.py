"""One writer for each company: whoever changes what it learned holds this lock until the transaction ends."""

from __future__ import annotations

from typing import Final

from community.events.followers import NotYet
from community.locks import lock, lock_if_free

_COMPANY: Final = "memory.company"


def write_if_free(company_id: int) -> bool:
    """Take the company's lock; return False when somebody else writes."""
    return lock_if_free(_COMPANY, company_id)


def write_or_come_back(company_id: int) -> None:
    """Take the company's lock. Raises NotYet when somebody else writes: a rebuild takes minutes."""
    if not write_if_free(company_id):
        raise NotYet("What this company learned is being written.")


def rebuild_if_free(company_id: int) -> bool:
    """Take the lock of the company's nightly rebuild; return False when another one holds it, waiting or at work."""
    return lock_if_free("memory.rebuild", company_id)


def write_alone(company_id: int) -> None:
    """Take the company's lock, waiting for whoever has it."""
    lock(_COMPANY, company_id)
