"""Make the reputation of one company, or of all, again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Company
from rewards.reputation.actions.rebuild import rebuild_reputation


class Command(BaseCommand):
    help = "Make all changes and scores of reputation again from the events; the numbers are the same as before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", metavar="SLUG", help="only this company")

    def handle(self, *args: Any, **options: Any) -> None:
        companies = Company.objects.order_by("slug")
        if options["company"]:
            companies = companies.filter(slug=options["company"])
            if not companies:
                raise CommandError(f"There is no company with the short name {options['company']}.")
        for company in companies:
            self.stdout.write(f"{company.slug}: {rebuild_reputation(company)} changes of reputation")
