"""Print a new one-time code for /setup/."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions.found import issue_setup_code, needs_setup


class Command(BaseCommand):
    help = "Print a new one-time code for /setup/; the code before it stops working."

    def handle(self, *args: Any, **options: Any) -> None:
        if needs_setup():
            self.stdout.write(issue_setup_code())
        else:
            self.stderr.write("The first company exists already; no code is needed.")
