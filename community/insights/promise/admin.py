"""What the company promises, and who is told of questions that wait, in the company's admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community import clock
from community.insights.promise.actions.ladder import change_ladder
from community.insights.promise.actions.make import make_promise
from community.insights.promise.forms import LADDER, UNITS, LadderForm, PromiseForm
from community.insights.promise.models import Ladder, Promise
from community.insights.promise.queries.promises import versions_of
from community.insights.promise.wording import sentences, standing
from community.moderation.admin.base import CompanyModelAdmin, company_of, member_of
from community.moderation.admin.settings import OneRowAdmin
from community.moderation.site import company_admin
from community.web.templatetags.display import moment

_BREAK = mark_safe("<br>")
_MAKING = (
    (gettext_lazy("The first answer"), {"fields": ["answer_number", "answer_unit", "answer_percent"]}),
    (gettext_lazy("The solution"), {"fields": ["resolution_number", "resolution_unit", "resolution_percent"]}),
    (gettext_lazy("From when on"), {"fields": ["begins", "note", "withdraw", "seen"]}),
)
_READING = ((None, {"fields": ["said", "begins_at", "note", "author", "made_at"]}),)


@admin.register(Promise, site=company_admin)
class PromiseAdmin(CompanyModelAdmin):
    """All versions, the newest first. Admins add the next one; none is ever changed."""

    audit_kind = "promise"
    admins_only = True
    addable = True
    form = PromiseForm
    sortable_by = ()
    list_display = ["version", "said", "now", "begins_at", "author"]
    list_select_related = ["author"]
    ordering = ["-version"]
    readonly_fields = ["said", "begins_at", "made_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the versions with the moments at which they end."""
        return (
            Promise.objects.with_ends().filter(pk__in=super().get_queryset(request).values("pk")).order_by("-version")
        )

    def get_fieldsets(self, request: HttpRequest, obj: Promise | None = None) -> Any:
        """Return the form of the next version, or what a version says."""
        return _READING if obj else _MAKING

    def get_readonly_fields(self, request: HttpRequest, obj: Promise | None = None) -> Any:
        """Return what is shown of a version, and nothing on the form."""
        return [*self.readonly_fields, "author"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose what the newest version says."""
        last = next(iter(versions_of(company_of(request))), None)
        if last is None:
            return {"seen": 0}
        halves = (
            ("answer", last.answer_within, last.answer_share),
            ("resolution", last.resolution_within, last.resolution_share),
        )
        proposed: dict[str, Any] = {"seen": last.version}
        for half, within, share in halves:
            if within is not None:
                unit = max(size for size, _name in UNITS if within % size == 0)
                proposed |= {f"{half}_number": within // unit, f"{half}_unit": unit, f"{half}_percent": share}
        return proposed

    def save_model(self, request: HttpRequest, obj: Promise, form: ModelForm[Any], change: bool) -> None:
        """Make the version through its action."""
        assert isinstance(form, PromiseForm)
        made = make_promise(
            admin=member_of(request),
            terms=form.terms,
            valid_from=form.cleaned_data["begins"],
            seen=form.cleaned_data["seen"],
        )
        obj.pk, obj.version = made.pk, made.version

    @admin.display(description=gettext_lazy("what it says"))
    def said(self, row: Promise) -> SafeString:
        """Return the version in words."""
        return format_html_join(_BREAK, "{}", ((sentence,) for sentence in sentences(row)))

    @admin.display(description=gettext_lazy("now"))
    def now(self, row: Promise) -> str:
        """Return whether the version is in force."""
        return standing(row, getattr(row, "ends", None), clock.now())

    @admin.display(description=gettext_lazy("in force from"))
    def begins_at(self, row: Promise) -> SafeString:
        """Return when the version begins."""
        return moment(row.valid_from)

    @admin.display(description=gettext_lazy("made"))
    def made_at(self, row: Promise) -> SafeString:
        """Return when the version was made."""
        return moment(row.created_at)

    def describe(self, row: Promise) -> str:
        """Return what headings call a version."""
        return _("Promise, version %(number)d") % {"number": row.version}


@admin.register(Ladder, site=company_admin)
class LadderAdmin(OneRowAdmin):
    """One row: after how many minutes who is told."""

    audit_kind = "ladder"
    form = LadderForm
    fields = list(LADDER)

    def save_model(self, request: HttpRequest, obj: Ladder, form: ModelForm[Any], change: bool) -> None:
        """Store the ladder through its action."""
        obj.company = company_of(request)
        change_ladder(admin=member_of(request), wanted={name: form.cleaned_data[name] for name in LADDER})
