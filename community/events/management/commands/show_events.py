"""List what happened, newest last."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from community.events.models import Event


class Command(BaseCommand):
    help = "List the newest events, oldest first; narrow them by stream or type."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stream", help="for instance question:42")
        parser.add_argument("--type", help="for instance answer.accepted")
        parser.add_argument("--limit", type=int, default=20)

    def handle(self, *args: Any, **options: Any) -> None:
        events = Event.objects.order_by("-id")
        if options["stream"]:
            events = events.filter(stream=options["stream"])
        if options["type"]:
            events = events.of_types(options["type"])
        for event in reversed(events[: max(1, options["limit"])]):
            facts = json.dumps(event.payload, sort_keys=True)
            self.stdout.write(
                f"{event.occurred_at:%Y-%m-%d %H:%M:%S} {event.type:24} {event.stream}#{event.stream_seq} "
                f"by {event.actor or '-'} {facts} [{event.source}]"
            )
