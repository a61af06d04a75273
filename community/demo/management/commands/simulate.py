"""Let a made-up community live, with routing and without."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from community import clock
from community.demo.simulation.habits import read_habits
from community.demo.simulation.population import draw_population
from community.demo.simulation.report import report
from community.demo.simulation.run import Run
from community.demo.simulation.scratch import SimulationIsRunning, scratch_database
from community.demo.simulation.stage import set_stage

# A Monday. Always the same, so that the same seed gives the same figures.
BEGINS: Final = datetime(2030, 1, 7, tzinfo=UTC)
MOST_DAYS, MOST_HELPERS, MOST_A_DAY = 365, 500, 200


class Command(BaseCommand):
    help = (
        "Let a made-up community of askers and helpers live for some days on the real code, in a database of its own that "
        "is dropped afterwards, once with routing and once without; print what came of it as JSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=90)
        parser.add_argument("--helpers", type=int, default=40)
        parser.add_argument("--per-day", type=float, default=2, help="questions a day, on average")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same figures")

    def handle(self, *args: Any, **options: Any) -> None:
        days, helpers, per_day, seed = (options[name] for name in ("days", "helpers", "per_day", "seed"))
        if not (1 <= days <= MOST_DAYS and 2 <= helpers <= MOST_HELPERS and 0 < per_day <= MOST_A_DAY):
            raise CommandError(
                f"Simulate 1 to {MOST_DAYS} days, 2 to {MOST_HELPERS} helpers and at most {MOST_A_DAY} questions a day."
            )
        habits, runs = read_habits(), {}
        population = draw_population(habits, days=days, helpers=helpers, per_day=per_day, seed=seed)
        console = Console(stderr=True)
        try:
            with clock.frozen_at(BEGINS), scratch_database():
                for name in ("off", "on"):
                    console.print(f"Routing {name}: {len(population.needs)} questions in {days} days.")
                    stage = set_stage(name, habits, population, routed=name == "on", begins=BEGINS)
                    runs[name] = Run(stage, habits, population, seed=seed, begins=BEGINS)
                    runs[name].live(days)
        except clock.ClockIsReal:
            raise CommandError(
                "DATABASE_URL is set: a simulation moves the clock, and that happens on the embedded database only."
            ) from None
        except SimulationIsRunning as refusal:
            raise CommandError(str(refusal)) from None
        asked = {"days": days, "helpers": helpers, "questions_a_day": per_day, "seed": seed}
        self.stdout.write(json.dumps(report(runs, days=days, helpers=helpers, asked=asked), indent=2))
