"""Make the reputation of one company, or of all, again."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.management.companies import RebuildCommand
from accounts.models import Company
from rewards.reputation.actions.check import differences
from rewards.reputation.actions.rebuild import rebuild_reputation


class Command(RebuildCommand):
    help = "Make all changes and scores of reputation again from the events; the numbers are the same as before."

    def rebuild(self, company: Company) -> str:
        return f"{rebuild_reputation(company)} changes of reputation"

    def differences(self, company: Company) -> Iterable[str]:
        return differences(company)
