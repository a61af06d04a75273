"""Open every page of a company."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from accounts.models import Company
from community.demo.crawling import crawl, paths_of

_SHOWN = 30


class Command(BaseCommand):
    help = "Open every question, member, tag and list page of a company; fail when one errs or makes too many queries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        company = Company.objects.filter(slug=options["company"]).first()
        if company is None:
            raise CommandError(f"There is no company {options['company']}.")
        total = sum(1 for _path in paths_of(company))
        with Progress(console=Console(stderr=True)) as progress:
            bar = progress.add_task(f"Pages of {company.name}", total=total)
            opened, findings = crawl(company, lambda: progress.advance(bar))
        for finding in findings[:_SHOWN]:
            self.stdout.write(str(finding))
        if findings:
            raise CommandError(f"{len(findings)} of {opened} pages do not behave.")
        self.stdout.write(f"All {opened} pages of {company.name} answer within their query limits.")
