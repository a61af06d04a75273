"""Give everybody the badges that their past has earned."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.management.companies import RebuildCommand
from accounts.models import Company
from rewards.badges.actions.award import award_everything
from rewards.badges.actions.check import differences


class Command(RebuildCommand):
    help = "Give the badges that the past has earned and that are missing; nobody is told. It may be repeated."

    def rebuild(self, company: Company) -> str:
        return f"{award_everything(company)} badges given"

    def differences(self, company: Company) -> Iterable[str]:
        return differences(company)
