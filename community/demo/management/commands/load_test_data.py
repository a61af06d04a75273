"""Fill a company with made-up questions to measure on."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from accounts.models import Company
from community.demo.corpus import LEAST_QUESTIONS
from community.demo.load import load_company
from community.events.models import Event
from community.search.actions.reindex import reindex
from rewards.badges.actions.award import award_everything
from rewards.reputation.actions.rebuild import rebuild_reputation


class Command(BaseCommand):
    help = "Make a company with thousands of made-up questions, always the same ones, to measure on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--questions", type=int, default=20_000, help="each has four answers on average")
        parser.add_argument("--members", type=int, default=5_000)
        parser.add_argument("--company", default="load", help="short name of the company, which must not exist")
        parser.add_argument("--yes-really", action="store_true", help="also on servers that DATABASE_URL names")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, questions, members = options["company"], options["questions"], options["members"]
        if settings.EMBEDDED is None and not options["yes_really"]:
            raise CommandError(
                "DATABASE_URL is set: this database may belong to real people. Add --yes-really to fill it."
            )
        if questions < LEAST_QUESTIONS or not 10 <= members <= 10_000:
            raise CommandError(f"Make at least {LEAST_QUESTIONS} questions, by 10 to 10,000 members.")
        if Company.objects.filter(slug=slug).exists():
            raise CommandError(f"There is a company {slug} already; name another with --company.")
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            writing = progress.add_task("Questions", total=questions)
            company = load_company(
                slug,
                questions=questions,
                members=members,
                told=lambda done: progress.update(writing, completed=done),
            )
            indexing = progress.add_task("Search index", total=questions)
            reindex(company, progress=lambda done: progress.update(indexing, completed=done))
            crediting = progress.add_task("Reputation", total=questions)
            rebuild_reputation(
                company,
                source=Event.Source.SEED,
                progress=lambda done: progress.update(crediting, completed=done),
            )
            award_everything(company, source=Event.Source.SEED)
        self.stdout.write(f"Made {questions} questions. See {company.absolute_url('questions:home')}")
