"""One replay of a company's past at a time."""

from __future__ import annotations

from contextlib import AbstractContextManager

from community.locks import locked_if_free


def only_one_measures(company_id: int) -> AbstractContextManager[bool]:
    """Hold the company's lock while the block runs; give False when somebody else has it, and then hold nothing.

    A replay takes long and must not keep a transaction open.
    """
    return locked_if_free("accountability.measure_worth", company_id)
