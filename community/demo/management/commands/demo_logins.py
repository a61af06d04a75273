"""Print who can sign in to the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.models import Company
from community.demo.logins import DEMO_LOGINS, DEMO_PASSWORD


class Command(BaseCommand):
    help = "Print the addresses and logins of the demo's companies that exist, and nothing when there are none."

    def handle(self, *args: Any, **options: Any) -> None:
        companies = {company.slug: company for company in Company.objects.filter(is_demo=True).order_by("pk")}
        if not companies:
            return
        for company in companies.values():
            self.stdout.write(f"{company.name}: {settings.BASE_URL}{company.path_prefix}")
            for login in DEMO_LOGINS:
                if login.company == company.slug:
                    self.stdout.write(f"  {login.email:<24}{login.part}")
        self.stdout.write(_("The password of every demo login is %(password)s") % {"password": DEMO_PASSWORD})
