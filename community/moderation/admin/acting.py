"""Doing things to rows: from a list, from a row's own page, or as an undoing. All on one page that asks first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import helpers
from django.db.models import UUIDField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.moderation.actions.batch import Outcome, act_on_each
from community.moderation.acts import Act
from community.moderation.admin.base import CompanyModelAdmin, member_of

_MOST = 50
_MOST_DIGITS = 18


class ActingAdmin(CompanyModelAdmin):
    """Rows that can be looked at, and acted on through the acts.

    `lock_order` is the order in which the actions lock what belongs to the rows.
    """

    acts: Sequence[Act] = ()
    lock_order: Sequence[str] = ("pk",)

    def get_urls(self) -> list[Any]:
        """Return the pages, with the one that asks before it acts."""
        page = self.admin_site.admin_view(self.act_view)
        return [path("act/<slug:act>/", page, name=self._act_url_name()), *super().get_urls()]

    def acts_for(self, request: HttpRequest) -> list[Act]:
        """Return what the reader's role may do."""
        is_admin = member_of(request).is_admin
        return [each for each in self.acts if is_admin or not each.admins_only]

    def may_act(self, request: HttpRequest, row: Any) -> bool:
        """Return whether the row's own page offers the reader its acts; who acts nevertheless reads why not."""
        return True

    def act_url(self, act: Act | str, pks: Iterable[Any]) -> str:
        """Return the address that asks whether to do the act to the rows."""
        name = act if isinstance(act, str) else act.name
        address = reverse(
            f"{self.admin_site.name}:{self._act_url_name()}", args=[name], current_app=self.admin_site.name
        )
        return f"{address}?ids={','.join(str(pk) for pk in pks)}"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the acts that can be done to several rows of a list."""
        return {each.name: (_ask_first, each.name, each.label) for each in self.acts_for(request) if each.batch}

    def response_action(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:  # type: ignore[override]
        """Lead from the list to the page that asks. Says what is wrong when nothing, or too much, was chosen."""
        name = next(filter(None, request.POST.getlist("action")), "")
        pks = self._keys(request.POST.getlist(helpers.ACTION_CHECKBOX_NAME))
        if name not in self.get_actions(request):
            self.message_user(request, _("Choose what to do."), messages.WARNING)
            return None
        if not pks or request.POST.get("select_across", "0") not in {"", "0"}:
            sentence = ngettext("Choose at most %(count)d row.", "Choose between one and %(count)d rows.", _MOST) % {
                "count": _MOST
            }
            self.message_user(request, sentence, messages.WARNING)
            return None
        return HttpResponseRedirect(self.act_url(name, pks))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Add the acts that make sense for the row."""
        row = context.get("original")
        if row is not None:
            acts = self.acts_for(request) if self.may_act(request, row) else []
            possible = [each for each in acts if each.offered(row) and (not each.batch or not each.already(row, {}))]
            context["acts"] = [(each, self.act_url(each, [row.pk])) for each in possible]
            context["described"] = self.describe(row)
        return super().render_change_form(request, context, *args, **kwargs)

    def act_view(self, request: HttpRequest, act: str) -> HttpResponse:
        """Ask whether to do the act to the rows, and do it. Raises Http404 for unknown acts and rows."""
        chosen = next((each for each in self.acts_for(request) if each.name == act), None)
        pks = self._keys(request.GET.get("ids", "").split(","))
        rows = list(self.get_queryset(request).filter(pk__in=pks).order_by(*self.lock_order)) if pks else []
        if chosen is None or not rows or (len(rows) > 1 and not chosen.batch):
            raise Http404
        if request.method != "POST":
            return self._ask(request, chosen, rows, chosen.form(initial=_initial(chosen, rows)))
        form = chosen.form(request.POST)
        if not form.is_valid():
            return self._ask(request, chosen, rows, form, status=422)
        member, words = member_of(request), form.cleaned_data
        outcome = act_on_each(
            rows, act=lambda row: chosen.perform(member, row, words), already=lambda row: chosen.already(row, words)
        )
        self._tell(request, chosen, outcome)
        return self._back(request, rows)

    def _ask(self, request: HttpRequest, act: Act, rows: list[Any], form: Any, status: int = 200) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": act.label,
            "act": act,
            "rows": [(self.describe(row), self._row_url(row)) for row in rows],
            "form": form,
            "opts": self.opts,
            "back_url": self._row_url(rows[0]) if len(rows) == 1 else self._list_url(),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "company_admin/act.html", context, status=status)

    def _tell(self, request: HttpRequest, act: Act, outcome: Outcome) -> None:
        """Say how many rows were changed, with a way back, and how many were not, and why."""
        if outcome.done:
            sentence = act.done % {"count": len(outcome.done)}
            if act.undo:
                url = self.act_url(act.undo, [row.pk for row in outcome.done])
                sentence = format_html('{} <a href="{}">{}</a>', sentence, url, _("Undo"))
            self.message_user(request, sentence, messages.SUCCESS)
        if outcome.unchanged:
            count = len(outcome.unchanged)
            sentence = ngettext("%(count)d was so already.", "%(count)d were so already.", count) % {"count": count}
            self.message_user(request, sentence, messages.INFO)
        for reason, rows in outcome.refused.items():
            sentence = ngettext("%(count)d was not changed:", "%(count)d were not changed:", len(rows))
            self.message_user(request, f"{sentence % {'count': len(rows)}} {reason}", messages.WARNING)

    def _back(self, request: HttpRequest, rows: list[Any]) -> HttpResponse:
        is_there = len(rows) == 1 and self.get_queryset(request).filter(pk=rows[0].pk).exists()
        return redirect(self._row_url(rows[0]) if is_there else self._list_url())

    def _keys(self, texts: Iterable[str]) -> list[Any]:
        """Return the keys among the texts, without repetition; none at all if one is no key or there are too many."""
        found = list(dict.fromkeys(texts))
        is_key = _is_uuid if isinstance(self.opts.pk, UUIDField) else _is_number
        return found if len(found) <= _MOST and all(is_key(text) for text in found) else []

    def _act_url_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_act"

    def _list_url(self) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _row_url(self, row: Any) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])


def _ask_first(model_admin: ActingAdmin, request: HttpRequest, queryset: Any) -> None:
    """Stand for an act in Django's table of actions; response_action leads to its page instead of calling this."""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _initial(act: Act, rows: list[Any]) -> dict[str, Any]:
    """Return what the row says already, for acts on one row."""
    if act.batch:
        return {}
    return {name: getattr(rows[0], name) for name in act.form.base_fields}
