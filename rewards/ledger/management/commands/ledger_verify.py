"""Prove that the books are right."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError

from accounts.management.companies import CompanyCommand
from rewards.ledger.actions.verify import verify_ledger
from rewards.ledger.models import Transfer


class Command(CompanyCommand):
    help = (
        "Check that every transfer balances, every balance equals its legs, every acceptance is paid once or has a reason,"
        " and the seals hold. What is wrong freezes the company's payouts, and the command ends with status 1."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for company in self.companies(options):
            findings = verify_ledger(company)
            for finding in findings:
                self.stderr.write(f"{company.slug}: {finding}")
            wrong += bool(findings)
            if not findings:
                self.stdout.write(f"{company.slug}: {Transfer.objects.of(company).count()} transfers, all is well.")
        if wrong:
            raise CommandError(f"The books of {wrong} {'company' if wrong == 1 else 'companies'} are wrong.")
