"""The operators' view of the audit log."""

from __future__ import annotations

from django.contrib import admin

from community.audit.models import AuditEntry
from community.audit.operators import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what, in all companies and outside of them."""

    list_display = ["created_at", "company", "member", "person", "action", "target_kind", "target_id", "reason"]
    list_filter = ["action"]
    search_fields = ["=company", "=member", "=person", "=target_id", "=request_id"]
    ordering = ["-pk"]
    show_full_result_count = False
