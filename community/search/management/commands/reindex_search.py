"""Build the search index anew."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from accounts.management.companies import CompanyCommand
from accounts.models import Company
from community.questions.models import Question
from community.search.actions.reindex import reindex


class Command(CompanyCommand):
    help = "Index all questions of one company, or of all, anew. Searching goes on meanwhile; it may be repeated."

    def handle(self, *args: Any, **options: Any) -> None:
        """Index the companies one after the other and show how far it is."""
        for company in self.companies(options):
            self._reindex(company)

    def _reindex(self, company: Company) -> None:
        total = Question.objects.of(company).count()

        def show(done: int) -> None:
            self.stdout.write(f"\r{company.slug}: {done}/{total}", ending="")
            self.stdout.flush()

        done = reindex(company, progress=show if self.stdout.isatty() else None)
        sentence = ngettext("%(slug)s: %(count)d question indexed", "%(slug)s: %(count)d questions indexed", done)
        self.stdout.write(("\r" if self.stdout.isatty() else "") + sentence % {"slug": company.slug, "count": done})
