"""The settings of the company."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _

from accounts.actions.company import CompanySettings, change_company
from accounts.models import Company
from community.moderation.admin.base import CompanyModelAdmin, company_of, member_of
from community.moderation.forms import CompanyForm
from community.moderation.site import company_admin


@admin.register(Company, site=company_admin)
class CompanyAdmin(CompanyModelAdmin):
    """One row: this company."""

    audit_kind = "company"
    admins_only = True
    editable = True
    form = CompanyForm

    def scope(self, request: HttpRequest) -> dict[str, Any]:
        """Return the condition that makes a row this company."""
        return {"pk": company_of(request).pk}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the settings at once: a list of one company helps nobody."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(self._address(company_of(request)))

    def save_model(self, request: HttpRequest, obj: Company, form: ModelForm[Any], change: bool) -> None:
        """Store the settings through their action."""
        wanted = {name: form.cleaned_data[name] for name in CompanySettings.__dataclass_fields__}
        wanted["languages"] = tuple(wanted["languages"])
        change_company(admin=member_of(request), wanted=CompanySettings(**wanted))

    def response_change(self, request: HttpRequest, obj: Company) -> HttpResponse:
        """Go on under the company's new address, if the short name changed."""
        self.message_user(request, _("The settings are changed."))
        address, here = self._address(obj), get_script_prefix()
        if here == company_of(request).path_prefix:
            address = f"{obj.path_prefix}{address.removeprefix(here)}"
        return HttpResponseRedirect(address)

    def _address(self, company: Company) -> str:
        return reverse("company_admin:accounts_company_change", args=[company.pk])
