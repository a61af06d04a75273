"""Give everybody the badges that their past has earned."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Company
from rewards.badges.actions.award import award_everything


class Command(BaseCommand):
    help = "Give the badges that the past has earned and that are missing; nobody is told. It may be repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", metavar="SLUG", help="only this company")

    def handle(self, *args: Any, **options: Any) -> None:
        companies = Company.objects.order_by("slug")
        if options["company"]:
            companies = companies.filter(slug=options["company"])
            if not companies:
                raise CommandError(f"There is no company with the short name {options['company']}.")
        for company in companies:
            self.stdout.write(f"{company.slug}: {award_everything(company)} badges given")
