"""Badges and awards in the company's admin: the builder of rules, giving by hand, taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community import clock
from community.moderation import wording
from community.moderation.admin.acting import ActingAdmin
from community.moderation.admin.base import CompanyModelAdmin, company_of, member_of
from community.moderation.site import company_admin
from community.web.errors import NotAllowed
from community.web.templatetags.display import moment
from rewards.badges import queries
from rewards.badges.actions.build import change_badge, create_badge
from rewards.badges.actions.hand import award_by_hand
from rewards.badges.acts import AWARD_ACTS
from rewards.badges.forms import BadgeForm, HandForm, initial_of
from rewards.badges.models import Badge, BadgeAward
from rewards.badges.rules import how_to_earn

UNPROCESSABLE = 422
_MOST_NUMBERS = 18

wording.ACTIONS |= {
    "badge.created": _("Badge made"),
    "badge.changed": _("Badge changed"),
    "badge.awarded": _("Badge given"),
    "badge.revoked": _("Badge taken back"),
    "badge.restored": _("Badge given back"),
}
wording.TARGETS |= {"badge": _("Badge")}


@admin.register(Badge, site=company_admin)
class BadgeAdmin(CompanyModelAdmin):
    """What can be earned. A form with a preview takes the place of Django's own."""

    audit_kind = "badge"
    admins_only = True
    editable = True
    addable = True
    sortable_by = ()
    list_display = ["__str__", "slug", "how", "is_active", "position"]
    ordering = ["position", "pk"]

    def get_urls(self) -> list[Any]:
        """Return the pages, with the one for giving a badge by hand."""
        give = path("<int:pk>/give/", self.admin_site.admin_view(self.give_view), name="badges_badge_give")
        return [give, *super().get_urls()]

    @admin.display(description=_("how to earn it"))
    def how(self, row: Badge) -> str:
        """Return what the rule asks for."""
        rule = row.checked_rule
        return how_to_earn(rule) if rule else str(_("By hand"))

    def view_on_site(self, row: Badge) -> str:
        """Return the badge's page."""
        return row.get_absolute_url()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Show the builder, count who has earned a rule, or save it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        badge = self._badge(request, object_id) if object_id is not None else None
        if request.method != "POST":
            form = BadgeForm(company=company_of(request), initial=initial_of(badge) if badge else {})
            return self._show(request, badge, form)
        form = BadgeForm(request.POST, company=company_of(request))
        if not form.is_valid():
            return self._show(request, badge, form, status=UNPROCESSABLE)
        if "preview" in request.POST:
            return self._show(request, badge, form, preview=self._preview(request, badge, form))
        try:
            return self._save(request, badge, form)
        except NotAllowed as refusal:
            form.add_error(None, refusal.sentence)
            return self._show(request, badge, form, status=UNPROCESSABLE)

    def give_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the badge to members by name. Raises Http404 for a badge of another company."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        badge = self._badge(request, str(pk))
        form = HandForm(request.POST if request.method == "POST" else None, company=company_of(request))
        if request.method == "POST" and form.is_valid():
            members, reason = form.cleaned_data["names"], form.cleaned_data["reason"]
            try:
                given = award_by_hand(admin=member_of(request), badge=badge, members=members, reason=reason)
            except NotAllowed as refusal:
                form.add_error(None, refusal.sentence)
                return self._page(request, "company_admin/give_badge.html", badge, form)
            sentence = ngettext("%(count)d member got it.", "%(count)d members got it.", len(given))
            had = len(members) - len(given)
            more = ngettext("%(count)d had it already.", "%(count)d had it already.", had) % {"count": had}
            self.message_user(request, f"{sentence % {'count': len(given)}} {more if had else ''}", messages.SUCCESS)
            return HttpResponseRedirect(self._address(badge))
        return self._page(request, "company_admin/give_badge.html", badge, form)

    def _badge(self, request: HttpRequest, pk: str) -> Badge:
        sound = pk.isascii() and pk.isdigit() and len(pk) <= _MOST_NUMBERS
        found: Badge | None = self.get_queryset(request).filter(pk=int(pk)).first() if sound else None
        if found is None:
            raise Http404
        return found

    def _preview(self, request: HttpRequest, badge: Badge | None, form: BadgeForm) -> str:
        """Return how many members the rule would give the badge to, and how many of them have it."""
        if form.rule is None:
            return str(_("Nobody gets it by itself: it is given by hand."))
        earned = queries.earned(company_of(request).pk, form.rule)
        people = len({member for member, _period in earned})
        sentence = ngettext(
            "%(count)d member has earned it by this rule.", "%(count)d members have earned it by this rule.", people
        ) % {"count": people}
        if badge is None:
            return sentence
        had = set(BadgeAward.objects.filter(badge=badge).values_list("member", "period"))
        new = len({member for member, period in earned if (member, period) not in had})
        more = ngettext("%(count)d of them would be new.", "%(count)d of them would be new.", new) % {"count": new}
        return f"{sentence} {more}"

    def _save(self, request: HttpRequest, badge: Badge | None, form: BadgeForm) -> HttpResponse:
        if badge is None:
            badge = create_badge(admin=member_of(request), words=form.words)
        else:
            badge = change_badge(admin=member_of(request), badge=badge, words=form.words)
        self.message_user(request, _("The badge is saved. Who has earned it has it."), messages.SUCCESS)
        return HttpResponseRedirect(self._address(badge))

    def _address(self, badge: Badge) -> str:
        return reverse("company_admin:badges_badge_change", args=[badge.pk])

    def _show(
        self, request: HttpRequest, badge: Badge | None, form: BadgeForm, *, preview: str = "", status: int = 200
    ) -> HttpResponse:
        return self._page(request, "company_admin/badge.html", badge, form, preview=preview, status=status)

    def _page(
        self,
        request: HttpRequest,
        template: str,
        badge: Badge | None,
        form: Any,
        *,
        preview: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": str(badge) if badge else _("New badge"),
            "badge": badge,
            "form": form,
            "preview": preview,
            "opts": self.opts,
            "list_url": reverse("company_admin:badges_badge_changelist"),
        }
        request.current_app = self.admin_site.name
        bad = UNPROCESSABLE if form.errors else status
        return TemplateResponse(request, template, context, status=bad)


@admin.register(BadgeAward, site=company_admin)
class BadgeAwardAdmin(ActingAdmin):
    """Who has which badge, and since when."""

    audit_kind = "award"
    admins_only = True
    acts = AWARD_ACTS
    sortable_by = ()
    list_display = ["badge_name", "member", "given", "by_hand", "is_held"]
    list_filter = ["badge"]
    list_select_related = ["badge", "member"]
    search_fields = ["member__display_name", "=member__id"]
    search_hint = _("Search the name, or write the number of a member.")
    ordering = ["-awarded_at", "-pk"]
    fields = ["badge_name", "member", "given", "by_hand", "reason", "expires_at", "is_held", "revoked_reason"]
    readonly_fields = ["badge_name", "given", "by_hand", "is_held"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the awards with badge and member."""
        rows: QuerySet[Any] = super().get_queryset(request).select_related("badge", "member")
        return rows

    @admin.display(description=_("badge"))
    def badge_name(self, row: BadgeAward) -> str:
        """Return the badge's name in the award's year."""
        return row.title

    @admin.display(description=_("given"))
    def given(self, row: BadgeAward) -> SafeString:
        """Return when it was given."""
        return moment(row.awarded_at)

    @admin.display(description=_("by hand"), boolean=True)
    def by_hand(self, row: BadgeAward) -> bool:
        """Return whether a person gave it."""
        return row.awarded_by_id is not None

    @admin.display(description=_("holds"), boolean=True)
    def is_held(self, row: BadgeAward) -> bool:
        """Return whether the member has it now."""
        return row.holds(clock.now())
