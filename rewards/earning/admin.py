"""The programme and its price lists, in the company's admin."""

from __future__ import annotations

from dataclasses import fields
from types import SimpleNamespace
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from community.moderation.admin.acting import ActingAdmin
from community.moderation.admin.base import company_of, member_of
from community.moderation.admin.settings import OneRowAdmin
from community.moderation.site import company_admin
from rewards.earning.actions.prices import change_draft, draft_prices
from rewards.earning.actions.program import ProgramSettings, change_program
from rewards.earning.acts import PRICE_LIST_ACTS
from rewards.earning.forms import PriceListForm, ProgramForm, ReplayForm
from rewards.earning.lab import compare_draft
from rewards.earning.models import PriceList, Program
from rewards.earning.pricing import Prices


@admin.register(Program, site=company_admin)
class ProgramAdmin(OneRowAdmin):
    """One row: this company's programme."""

    audit_kind = "program"
    form = ProgramForm

    def save_model(self, request: HttpRequest, obj: Program, form: ModelForm[Any], change: bool) -> None:
        """Store the programme through its action."""
        wanted = {name: form.cleaned_data[name] for name in ProgramSettings.__dataclass_fields__}
        obj.company = company_of(request)
        change_program(admin=member_of(request), wanted=ProgramSettings(**wanted))


@admin.register(PriceList, site=company_admin)
class PriceListAdmin(ActingAdmin):
    """All versions. Drafts can be changed, replayed against the past, and put into force by another admin."""

    audit_kind = "price_list"
    admins_only = True
    editable = True
    addable = True
    acts = PRICE_LIST_ACTS
    form = PriceListForm
    sortable_by = ()
    list_display = ["version", "state", "author", "activated_by", "activated_at", "retired_at"]
    list_select_related = ["author", "activated_by"]
    ordering = ["-version"]

    def get_urls(self) -> list[Any]:
        """Return the pages, with the one that replays the past."""
        page = self.admin_site.admin_view(self.replay_view)
        return [path("<path:object_id>/replay/", page, name="earning_pricelist_replay"), *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the list is a draft."""
        return super().has_change_permission(request, obj) and (obj is None or obj.state == PriceList.State.DRAFT)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the prices in force."""
        active = self.get_queryset(request).filter(state=PriceList.State.ACTIVE).first()
        return {each.name: getattr(active, each.name) for each in fields(Prices)} if active else {}

    def save_model(self, request: HttpRequest, obj: PriceList, form: ModelForm[Any], change: bool) -> None:
        """Write or change a draft through its action."""
        assert isinstance(form, PriceListForm)
        if change:
            change_draft(admin=member_of(request), draft=obj, prices=form.prices)
        else:
            draft = draft_prices(admin=member_of(request), prices=form.prices)
            obj.pk, obj.version = draft.pk, draft.version

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Add the way to the replay."""
        response = super().render_change_form(request, context, *args, **kwargs)
        row = context.get("original")
        if row is not None:
            context["acts"].insert(0, (SimpleNamespace(label=_("Replay the past")), self._replay_url(row)))
        return response

    def replay_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what these prices would have done to the last days. Writes nothing. Raises Http404 for others' lists."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        days = ReplayForm.days_in(request.GET)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Replay: %(list)s") % {"list": row},
            "compared": compare_draft(company_of(request), row, days),
            "form": ReplayForm(initial={"days": days}),
            "back_url": reverse(
                f"{self.admin_site.name}:earning_pricelist_change", args=[row.pk], current_app=self.admin_site.name
            ),
            "opts": self.opts,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "earning/replay.html", context)

    def _replay_url(self, row: PriceList) -> str:
        return reverse(
            f"{self.admin_site.name}:earning_pricelist_replay", args=[row.pk], current_app=self.admin_site.name
        )
