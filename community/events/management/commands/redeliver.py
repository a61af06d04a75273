"""Open stuck receipts again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from community.events.actions import redeliver
from community.events.models import Delivery


class Command(BaseCommand):
    help = "Open stuck receipts again, all of them or one follower's; the next sweep applies them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--follower", help="only this follower's, for instance search.index")

    def handle(self, *args: Any, **options: Any) -> None:
        stuck = Delivery.objects.stuck()
        if options["follower"]:
            stuck = stuck.filter(follower=options["follower"])
        count = redeliver(receipts=stuck.values_list("pk", flat=True))
        self.stdout.write(f"{count} stuck receipts are open again.")
