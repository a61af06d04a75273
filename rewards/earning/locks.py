"""The one lock under which everything about a company's points is decided."""

from __future__ import annotations

from accounts.models import Company
from rewards.earning.models import Earning, Program


def lock_program(company: Company | int) -> Program | None:
    """Return the company's programme, locked until the transaction ends; None where no rewards were ever set up.

    Taken before any earning or balance: decisions of a company stand in one order, and no two of them wait for each other.
    """
    pk = company if isinstance(company, int) else company.pk
    # Weaker than FOR UPDATE: rows that refer to the programme can be written meanwhile.
    return Program.objects.select_for_update(no_key=True, of=("self",)).select_related("company").filter(pk=pk).first()


def lock_earning(earning: Earning) -> tuple[Program, Earning]:
    """Return the programme and the earning as they are now, locked until the transaction ends."""
    program = lock_program(earning.company_id)
    assert program is not None, "an earning was decided under a programme"
    row = Earning.objects.select_for_update(no_key=True, of=("self",)).select_related("member").get(pk=earning.pk)
    row.company = program.company
    return program, row
