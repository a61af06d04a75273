"""Forms of both admins whose saving an action may refuse."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from community.web.errors import NotAllowed


class SaysRefusals(admin.ModelAdmin):  # type: ignore[type-arg]  # ModelAdmin is not subscriptable at run time
    """Shows what an action refuses above the form, with everything still in it; nothing has been written then."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show or save a form."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotAllowed as refusal:
            if request.method != "POST":
                raise
            request.refusal = refusal.sentence  # type: ignore[attr-defined]  # get_form reads it back
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form; after a refusal one that says it."""
        form = super().get_form(request, obj, change, **kwargs)
        sentence = getattr(request, "refusal", "")
        return _refused(form, sentence) if sentence else form


def _refused(form: type[forms.ModelForm[Any]], sentence: str) -> type[forms.ModelForm[Any]]:
    def clean(self: forms.ModelForm[Any]) -> Any:
        raise ValidationError(sentence)

    return type(form.__name__, (form,), {"clean": clean})
