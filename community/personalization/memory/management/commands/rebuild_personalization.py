"""Make what one company learned, or all of them, again."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.management.companies import RebuildCommand
from accounts.models import Company
from community.personalization.memory.actions.check import differences, weights_sum
from community.personalization.memory.actions.rebuild import rebuild_memory
from community.personalization.memory.queries.recall import recalled


class Command(RebuildCommand):
    help = "Make counts, profiles and weights again from the events, in the order in which they were learned."

    def rebuild(self, company: Company) -> str:
        learned = rebuild_memory(company)
        with recalled(company.pk) as memory:
            return f"{learned} lessons, weights {weights_sum(memory)[:16]}"

    def differences(self, company: Company) -> Iterable[str]:
        return differences(company)
