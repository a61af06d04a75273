"""Measure how well questions that ask the same find each other, and print it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.personalization.evaluation.likeness.reading import read_task
from community.personalization.evaluation.likeness.report import MOST_TEXTS, MOST_WANTED, report_of
from community.personalization.evaluation.lines import BadHistory

_DIGITS = 10


class Command(BaseCommand):
    help = (
        "Read pairs, candidates or links of questions that ask the same (JSON lines, JSON, CSV or TSV, or a folder with "
        "questions.jsonl and links.jsonl) and print as JSON how well each engine finds them."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--texts", type=_number, default=MOST_TEXTS, help="how many texts at most")
        parser.add_argument("--measured", type=_number, default=MOST_WANTED, help="how many are asked at most")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            task = read_task(options["file"])
        except BadHistory as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report_of(task, texts=options["texts"], wanted=options["measured"]), indent=1))


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < _DIGITS and int(text)):
        raise ArgumentTypeError(f"must be a whole number from 1 on, not {text}")
    return int(text)
