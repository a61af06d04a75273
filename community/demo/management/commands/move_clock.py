"""Let time pass in the community, to see what happens in two weeks."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timesince import timesince

from community import clock

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MOST = timedelta(days=3650)


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
        self.stdout.write("What is due by then happens within a few minutes, when Peerdesk runs.")


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"([0-9]{1,6})([mhdw])", text.strip())
    if not found or not int(found[1]):
        raise CommandError(f"{text} is no span of time; write a number with m, h, d or w, such as 15d.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
