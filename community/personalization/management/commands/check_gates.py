"""Hold the learning against the gates of its design, on a community's past, and print how it did."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.personalization.evaluation.gates import learning_pays, list_pays, speed_pays, vectors_pay
from community.personalization.evaluation.history import read_answered_history
from community.personalization.evaluation.lines import BadHistory, Skipped


class Command(BaseCommand):
    help = (
        "Replay a folder with questions.jsonl and answers.jsonl, and links.jsonl where there is one, and print as JSON "
        "which gates hold: A4 learning pays, A5 speed pays, A12 the list for a helper pays, A13 vectors pay."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        skipped = Skipped()
        try:
            threads = read_answered_history(folder, skipped)
        except BadHistory as error:
            raise CommandError(str(error)) from error
        finally:
            for sentence in skipped.told():
                self.stderr.write(sentence)
        gates = {"A4": learning_pays(threads), "A5": speed_pays(threads), "A12": list_pays(threads)}
        if (folder / "links.jsonl").exists():
            gates["A13"] = vectors_pay(folder)
        self.stdout.write(json.dumps(gates, indent=1))
