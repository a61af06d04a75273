"""Make what one company learned, or all of them, again."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Company
from community.personalization.memory.actions.check import differences, weights_sum
from community.personalization.memory.actions.rebuild import rebuild_memory
from community.personalization.memory.queries.recall import recalled


class Command(BaseCommand):
    help = "Make counts, profiles and weights again from the events, in the order in which they were learned."

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
            learned = rebuild_memory(company)
            with recalled(company.pk) as memory:
                self.stdout.write(f"{company.slug}: {learned} lessons, weights {weights_sum(memory)[:16]}")

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
