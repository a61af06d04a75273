"""Let time pass in the community, to see what happens in two weeks."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.timesince import timesince

from community import clock
from community.insights.expectation.tasks import compute as compute_expected_times
from community.insights.promise.tasks import escalate
from community.insights.promise.tasks import settle as settle_promises
from community.insights.speed.tasks import watch
from community.personalization.accountability.tasks import audits, measure_worths, roll_ups
from rewards.earning.tasks import sweep, vest
from rewards.payouts.tasks import expire, settle, statements
from rewards.reputation.tasks import settle_all_levels

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MOST = timedelta(days=3650)
_MOST_BATCHES = 100
# In this order: what vests now is there to be paid out, to expire and to stand on a statement.
_DUE: Final[tuple[tuple[str, Callable[[], int]], ...]] = (
    ("awards of points vested", vest),
    ("points returned from the pots of past months", sweep),
    ("payouts sent or asked after", settle),
    ("members whose points expired", expire),
    ("statements mailed", statements),
    ("trust levels changed", settle_all_levels),
    ("promises settled", settle_promises),
    ("questions shown to more people", escalate),
    ("warnings raised", watch),
)
# There is always something to measure: once is enough, and nothing that anybody did. The replay of the past goes to the
# worker, as it does at night: for thousands of questions it takes minutes.
_MEASURED: Final[tuple[Callable[[], object], ...]] = (compute_expected_times, roll_ups, audits, measure_worths)


class Command(BaseCommand):
    help = "Move the clock of this embedded stack forward, for instance by 15d, 6h or 30m. It never goes back."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("by", help="a number with m (minutes), h (hours), d (days) or w (weeks), such as 15d")

    def handle(self, *args: Any, **options: Any) -> None:
        by = _span(options["by"])
        try:
            if clock.ahead() + by > _MOST:
                raise CommandError("That is too far: the clock goes ten years ahead at most.")
            clock.move(by)
        except clock.ClockIsReal as refusal:
            raise CommandError(str(refusal)) from None
        now = clock.now()
        self.stdout.write(f"In the community it is {now:%Y-%m-%d %H:%M} UTC now, {timesince(now - by, now)} later.")
        try:
            self._do_what_is_due()
        except OperationalError:
            self.stdout.write("The database does not answer: what is due happens within the hour when Peerdesk runs.")

    def _do_what_is_due(self) -> None:
        """Run at once what runs by itself every minute or hour, and say what happened."""
        happened = [(name, _times(task)) for name, task in _DUE]
        for measure in _MEASURED:
            measure()
        for name, count in happened:
            if count:
                self.stdout.write(f"  {name}: {count}")
        if not any(count for _name, count in happened):
            self.stdout.write("  Nothing was due.")


def _times(task: Callable[[], int]) -> int:
    """Run a task until nothing is left for it, as some do no more than a batch; return how much it did."""
    total = 0
    for _batch in range(_MOST_BATCHES):
        count = task()
        if not count:
            break
        total += count
    return total


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"([0-9]{1,6})([mhdw])", text.strip())
    if not found or not int(found[1]):
        raise CommandError(f"{text} is no span of time; write a number with m, h, d or w, such as 15d.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
