"""Make the figures of resolution speed of one company, or of all, again."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Company
from community.insights.clocks.actions.check import differences
from community.insights.clocks.actions.rebuild import rebuild_insights


class Command(BaseCommand):
    help = "Make all clocks of questions, and what follows from them, again from the events; the rows are the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", metavar="SLUG", help="only this company")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; print what differs, and exit with 1 if anything does"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        companies = Company.objects.order_by("slug")
        if options["company"]:
            companies = companies.filter(slug=options["company"])
            if not companies:
                raise CommandError(f"There is no company with the short name {options['company']}.")
        if options["check"]:
            self._check(companies)
            return
        for company in companies:
            written = ", ".join(f"{count} {name}" for name, count in rebuild_insights(company).items())
            self.stdout.write(f"{company.slug}: {written}")

    def _check(self, companies: Iterable[Company]) -> None:
        found = 0
        for company in companies:
            for sentence in differences(company):
                found += 1
                self.stdout.write(f"{company.slug}: {sentence}")
        if found:
            self.stderr.write(f"{found} differences.")
            sys.exit(1)
        self.stdout.write("Nothing differs.")
