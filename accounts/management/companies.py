"""What commands have in common that go through companies, and those that make again what follows from the events."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Company
from accounts.models.company import CompanyQuerySet


class CompanyCommand(BaseCommand):
    """A command for one company or all of them."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a company's short name."""
        parser.add_argument("--company", metavar="SLUG", help="only this company")

    def companies(self, options: dict[str, Any]) -> CompanyQuerySet:
        """Return the company that is meant, or all, by short name. Raises CommandError for an unknown one."""
        companies = Company.objects.order_by("slug")
        if options["company"]:
            companies = companies.filter(slug=options["company"])
            if not companies:
                raise CommandError(f"There is no company with the short name {options['company']}.")
        return companies


class RebuildCommand(CompanyCommand):
    """A command that makes something again, and also says what it would change."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a company's short name, and the wish to look only."""
        super().add_arguments(parser)
        parser.add_argument(
            "--check", action="store_true", help="change nothing; print what differs, and exit with 1 if anything does"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, or check and exit with 1 where something differs. Raises CommandError for an unknown company."""
        companies = self.companies(options)
        if options["check"]:
            self._check(companies)
            return
        for company in companies:
            self.stdout.write(f"{company.slug}: {self.rebuild(company)}")

    def rebuild(self, company: Company) -> str:
        """Make it again; return what was done, as the end of a sentence."""
        raise NotImplementedError

    def differences(self, company: Company) -> Iterable[str]:
        """Return a sentence for everything that a rebuild would change. Changes nothing."""
        raise NotImplementedError

    def _check(self, companies: Iterable[Company]) -> None:
        found = 0
        for company in companies:
            for sentence in self.differences(company):
                found += 1
                self.stdout.write(f"{company.slug}: {sentence}")
        if found:
            self.stderr.write(f"{found} differences.")
            sys.exit(1)
        self.stdout.write("Nothing differs.")
