"""Make the figures of resolution speed of one company, or of all, again."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.management.companies import RebuildCommand
from accounts.models import Company
from community.insights.clocks.actions.check import differences
from community.insights.clocks.actions.rebuild import rebuild_insights


class Command(RebuildCommand):
    help = "Make all clocks of questions, and what follows from them, again from the events; the rows are the same."

    def rebuild(self, company: Company) -> str:
        return ", ".join(f"{count} {name}" for name, count in rebuild_insights(company).items())

    def differences(self, company: Company) -> Iterable[str]:
        return differences(company)
