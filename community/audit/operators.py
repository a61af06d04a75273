"""What the operators' admin may hold: only models whose every change is audited."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from community.audit.record import record_audit
from community.audit.refusals import SaysRefusals


class OperatorModelAdmin(SaysRefusals):
    """An admin that writes one audit entry with every change, in the same transaction. Nothing is deleted here."""

    view_on_site = False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Refuse."""
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm[Any], change: bool) -> None:
        """Save, and write down what changed from what to what. Saving an unchanged form changes and writes nothing."""
        if change and not form.changed_data:
            return
        self.write(request, obj, form, change)
        self.audit(request, obj, form, change)

    def write(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """Store the object."""
        super().save_model(request, obj, form, change)

    def audit(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """Write the entry; an admin whose `write` is an audited action does nothing here."""
        record_audit(
            action="admin.changed" if change else "admin.added",
            target_kind=str(obj._meta.model_name),
            target_id=obj.pk,
            person=str(request.user.pk),
            before={name: _fact(form.initial.get(name)) for name in form.changed_data} if change else {},
            after={name: _fact(form.cleaned_data.get(name)) for name in form.changed_data},
        )


class ReadOnlyAdmin(OperatorModelAdmin):
    """An admin in which nothing can be added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        """Refuse."""
        return False


def _fact(value: object) -> object:
    """Return the value as JSON can hold it."""
    return value if value is None or isinstance(value, bool | int) else str(value)
