"""What every page of the company's admin stands on: only this company's rows, and rights that come from the role."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.options import ShowFacets
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from accounts.models import Company, Membership
from accounts.policies import check_is_member
from accounts.reader import CompanyRequest
from community.audit.refusals import SaysRefusals
from community.moderation.queries import history_of


def company_of(request: HttpRequest) -> Company:
    """Return the company whose admin this is."""
    return cast(CompanyRequest, request).company


def member_of(request: HttpRequest) -> Membership:
    """Return who is acting; the site has let in nobody but members."""
    return check_is_member(cast(CompanyRequest, request).reader)


class CompanyRelatedFilter(admin.RelatedFieldListFilter):
    """A filter by a related row that offers this company's rows only."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        """Return the choices."""
        ordering = self.field_admin_ordering(field, request, model_admin)
        within = {"company": company_of(request)}
        return list(field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=within))


class CompanyModelAdmin(SaysRefusals):
    """Rows of this company, for the roles that may see them. Nothing is deleted here and Django's log stays empty.

    `audit_kind` is what the audit log calls a row. `admins_only` keeps moderators out; `editable` and `addable` give
    admins a form. Writing is done by actions, which audit it; their refusals appear above the form.
    """

    audit_kind = ""
    admins_only = False
    editable = False
    addable = False
    view_on_site: Any = False
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 50
    # Said below the search; Django's own place for it hides the field's label from screen readers.
    search_hint: Any = ""
    change_form_template = "company_admin/change_form.html"
    change_list_template = "company_admin/change_list.html"

    def scope(self, request: HttpRequest) -> dict[str, Any]:
        """Return the condition that makes a row one of this company."""
        return {"company": company_of(request)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return this company's rows."""
        return super().get_queryset(request).filter(**self.scope(request))

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """Return what a form may offer for a foreign key or many-to-many field: this company's rows, or none."""
        related = db_field.remote_field.model
        rows = super().get_field_queryset(db, db_field, request)
        rows = related._default_manager.all() if rows is None else rows
        if related is Company:
            return rows.filter(pk=company_of(request).pk)
        try:
            related._meta.get_field("company")
        except FieldDoesNotExist:
            return rows.none()
        return rows.filter(company=company_of(request))

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Return the filters, those by related rows held to this company."""
        return [self._held(each) for each in super().get_list_filter(request)]

    def _held(self, item: Any) -> Any:
        if isinstance(item, str) and get_fields_from_path(self.model, item)[-1].is_relation:
            return (item, CompanyRelatedFilter)
        return item

    def _is_let_in(self, request: HttpRequest, *, admins_only: bool) -> bool:
        member = cast(CompanyRequest, request).reader.member
        return member is not None and (member.is_admin if admins_only else member.is_moderator)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the role sees this kind of thing at all."""
        return self._is_let_in(request, admins_only=self.admins_only)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the role sees this kind of thing."""
        return self._is_let_in(request, admins_only=self.admins_only)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether an admin may make one here."""
        return self.addable and self._is_let_in(request, admins_only=True)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether an admin may change one in a form."""
        return self.editable and self._is_let_in(request, admins_only=True)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what the audit log says of one row."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return redirect("company_admin:index")
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": self.describe(row),
            "entries": history_of(company_of(request), self.audit_kind, row.pk),
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "company_admin/history.html", context)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the list under the name of what it holds."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def describe(self, row: Any) -> str:
        """Return what headings call a row."""
        return str(row)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Write nothing: the action has written its audit entry."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Write nothing: the action has written its audit entry."""
