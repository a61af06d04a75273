"""Settings of which a company has one row at most."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from community.moderation.admin.base import CompanyModelAdmin


class OneRowAdmin(CompanyModelAdmin):
    """One row: what admins of this company decided. Where nobody has decided yet, the form holds the defaults."""

    admins_only = True
    editable = True
    addable = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether there is none yet."""
        return super().has_add_permission(request) and not self.get_queryset(request).exists()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the row at once, or the form that makes it: a list of one helps nobody."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_queryset(request).first()
        model = f"{self.opts.app_label}_{self.opts.model_name}"
        name = f"{self.admin_site.name}:{model}_{'change' if row else 'add'}"
        return HttpResponseRedirect(reverse(name, args=[row.pk] if row else None, current_app=self.admin_site.name))
