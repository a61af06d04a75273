"""Measure how well questions that ask the same find each other, and print it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.personalization.evaluation.likeness.reading import read_task
from community.personalization.evaluation.likeness.report import report_of
from community.personalization.evaluation.lines import BadHistory


class Command(BaseCommand):
    help = (
        "Read pairs, candidates or links of questions that ask the same (JSON lines, or a folder with questions.jsonl and "
        "links.jsonl) and print as JSON how well each engine finds them: recall@1, 5, 10, 50, MRR and MAP."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            task = read_task(options["file"])
        except BadHistory as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report_of(task), indent=1))
