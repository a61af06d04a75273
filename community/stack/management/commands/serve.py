"""Run everything on this machine: what `make run` calls."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from community.stack.serving import Serving


class Command(BaseCommand):
    help = (
        "Run the servers, pages, sockets, worker and beat until Ctrl-C. The environment sets PORT, DATA_DIR and DEMO."
    )
    # The checks of the start run where they are read, in `make check`; here they would cost a second of every start.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        Serving(self._say).run()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
