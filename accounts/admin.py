"""The operators' view of people and companies: read mostly. A company's own admins have another admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.actions.roles import appoint_member
from accounts.models import Company, Membership, Person
from accounts.policies import check_runs_installation
from community.audit.operators import OperatorModelAdmin, ReadOnlyAdmin


@admin.register(Person)
class PersonAdmin(OperatorModelAdmin):
    """Logins. Operators decide who may sign in and who is an operator, but not about themselves."""

    list_display = ["email", "is_active", "is_superuser", "last_login", "date_joined"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "=id"]
    ordering = ["-pk"]
    show_full_result_count = False
    fields = ["email", "is_active", "is_superuser", "language", "last_login", "date_joined"]
    readonly_fields = ["email", "last_login", "date_joined"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: people make their logins themselves."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> Any:
        """Keep operators from locking themselves out."""
        own = ["is_active", "is_superuser"] if obj is not None and obj.pk == request.user.pk else []
        return [*self.readonly_fields, *own]


@admin.register(Company)
class CompanyAdmin(ReadOnlyAdmin):
    """The companies of this installation. Their admins change their settings."""

    list_display = ["name", "slug", "host", "is_open", "created_at"]
    search_fields = ["name", "slug", "host"]
    ordering = ["name"]


class AppointForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm is not subscriptable at run time
    """Giving a member a role, when the company has no admin who could."""

    class Meta:
        model = Membership
        fields = ["role", "affiliation"]


@admin.register(Membership)
class MembershipAdmin(OperatorModelAdmin):
    """Who is a member where. Only role and mark can be changed: the way back when a company's only admin has left."""

    form = AppointForm
    list_display = ["display_name", "company", "role", "affiliation", "kind", "joined_at"]
    list_filter = ["role", "affiliation", "kind"]
    list_select_related = ["company"]
    search_fields = ["display_name", "=id"]
    ordering = ["-pk"]
    show_full_result_count = False
    fields = ["company", "display_name", "kind", "role", "affiliation", "joined_at", "suspended_until"]
    readonly_fields = ["company", "display_name", "kind", "joined_at", "suspended_until"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: people join."""
        return False

    def write(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        """Appoint through the action."""
        operator = check_runs_installation(request.user)
        appoint_member(operator=operator, member=obj, role=obj.role, affiliation=obj.affiliation)

    def audit(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        """Write nothing: the action has written its audit entry."""
