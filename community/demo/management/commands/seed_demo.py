"""Fill the embedded stack with the demo's companies."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.demo.entries import ContentError
from community.demo.seeding import DemoRefused, seed_demo


class Command(BaseCommand):
    help = "Make the demo's companies with their whole past. A second run changes nothing. Embedded stack only."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seeded = seed_demo()
        except (DemoRefused, ContentError) as refused:
            raise CommandError(str(refused)) from refused
        if not seeded.companies:
            self.stdout.write(_("The demo is there already; nothing has changed."))
            return
        sentence = ngettext(
            "The demo is ready: %(companies)s, with %(count)d question.",
            "The demo is ready: %(companies)s, with %(count)d questions.",
            seeded.questions,
        )
        self.stdout.write(sentence % {"companies": ", ".join(seeded.companies), "count": seeded.questions})
