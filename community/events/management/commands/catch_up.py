"""Serve a follower that was added after events had happened."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from community.events.actions import catch_up
from community.events.followers import all_followers, follower_named


class Command(BaseCommand):
    help = "Give a follower an open receipt for every live event it missed; workers then apply them in order."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("follower")

    def handle(self, *args: Any, **options: Any) -> None:
        follower = follower_named(options["follower"])
        if follower is None:
            known = ", ".join(f.name for f in all_followers()) or "none"
            raise CommandError(f"There is no follower {options['follower']}. Known: {known}.")
        self.stdout.write(f"{catch_up(follower=follower)} events will be delivered to {follower.name}.")
