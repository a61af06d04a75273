"""Replay a community's past and print how well the model would have found who answered."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from community.personalization.evaluation.history import read_answered_history
from community.personalization.evaluation.lines import BadHistory, Skipped
from community.personalization.evaluation.report import report_of

_UNITS: Final = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def duration(text: str) -> float:
    """Return a time such as 90, 15m, 6h or 7d in seconds. Raises ArgumentTypeError."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d+)?)([smhd]?)", text)
    if found is None:
        raise ArgumentTypeError(f"{text} is no time; write for instance 0, 90s, 15m, 6h or 7d.")
    return float(found[1]) * _UNITS[found[2]]


def share(text: str) -> float:
    """Return a share above 0 and up to 1. Raises ArgumentTypeError."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.0 < value <= 1.0:
        raise ArgumentTypeError(f"{text} is no share; write a number above 0 and up to 1, for instance 0.25.")
    return value


class Command(BaseCommand):
    help = (
        "Replay a folder with questions.jsonl and answers.jsonl in the order of time, rank before every question who "
        "might answer it, and print as JSON how high those stood who did: for the model, its gate and simple rules."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--delay", type=duration, default=0.0, metavar="TIME", help="learn so much later: 1h, 7d")
        parser.add_argument(
            "--sample", type=share, default=1.0, metavar="SHARE", help="learn from this share of answers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        skipped = Skipped()
        try:
            threads = read_answered_history(options["folder"], skipped)
        except BadHistory as error:
            raise CommandError(str(error)) from error
        finally:
            for sentence in skipped.told():
                self.stderr.write(sentence)
        report = report_of(threads, delay=options["delay"], sample=options["sample"])
        self.stdout.write(json.dumps(report, indent=1))
