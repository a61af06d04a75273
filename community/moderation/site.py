"""The company's own admin: for its moderators and admins, under its own address, with nothing of other companies."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.policies import check_may_moderate
from accounts.reader import CompanyRequest
from community.audit.sites import SignInSite
from community.moderation.queries import what_waits
from community.questions.policies import allows
from community.web.errors import NotAllowed

_ROOMS = {
    "questions": gettext_lazy("Questions and answers"),
    "accounts": gettext_lazy("Members and settings"),
    "moderation": gettext_lazy("Decisions"),
    "ledger": gettext_lazy("Ledger"),
    "audit": gettext_lazy("What was done"),
}

_PAGES = {
    "Company": gettext_lazy("Settings"),
    "AuditEntry": gettext_lazy("Audit log"),
    "Transfer": gettext_lazy("Ledger"),
}


class CompanyAdminSite(SignInSite):
    """Lets in who moderates this company, by the role of their membership; being an operator counts for nothing here."""

    site_title = gettext_lazy("Moderation")
    site_header = gettext_lazy("Moderation")
    index_title = gettext_lazy("What waits for you")
    index_template = "company_admin/index.html"
    # There are few pages; they stand in one line above each of them.
    enable_nav_sidebar = False

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the reader may moderate this company now."""
        reader = getattr(request, "reader", None)
        return reader is not None and allows(check_may_moderate, reader.member)

    def refuse(self, request: HttpRequest) -> HttpResponse | None:
        """Send visitors to sign in. Raises NotAllowed for everybody else who does not moderate here."""
        if getattr(request, "company", None) is None:
            raise Http404
        member = cast(CompanyRequest, request).reader.member
        if not request.user.is_authenticated:
            return self.sign_in(request)
        if member is None or not member.is_moderator:
            raise NotAllowed(_("Only moderators of this community can open these pages."))
        check_may_moderate(member)
        return None

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what waits for a decision, and what was decided lately."""
        moderator = check_may_moderate(cast(CompanyRequest, request).reader.member)
        return super().index(request, {"waiting": what_waits(moderator), **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the index: there are too few pages for a page in between."""
        return self.index(request, extra_context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the pages the reader may open, under headings in plain words."""
        # Django asks twice for one page; each time, settings of which there is one at most ask the database.
        known: list[Any] | None = getattr(request, "company_pages", None)
        if known is not None and app_label is None:
            return known
        rooms = super().get_app_list(request, app_label)
        for room in rooms:
            room["name"] = _ROOMS.get(room["app_label"], room["name"])
            for page in room["models"]:
                page["name"] = _PAGES.get(page["object_name"], page["name"])
        if app_label is None:
            request.company_pages = rooms  # type: ignore[attr-defined]
        return rooms

    def get_log_entries(self, request: HttpRequest) -> Any:
        """Return nothing: Django's log knows no companies. The audit log takes its place."""
        return admin.models.LogEntry.objects.none()


company_admin = CompanyAdminSite(name="company_admin")
