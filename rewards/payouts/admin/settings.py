"""What the company decides about payouts: rules, charities, and where account credit is sent."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from community.moderation.admin.base import CompanyModelAdmin, company_of, member_of
from community.moderation.admin.settings import OneRowAdmin
from community.moderation.site import company_admin
from community.web.errors import NotAllowed
from rewards.payouts.actions.settings import change_charity, change_rules, create_charity, set_webhook
from rewards.payouts.forms import CharityForm, RulesForm, WebhookForm
from rewards.payouts.models import Charity, CreditWebhook, PayoutRules
from rewards.payouts.queries.rules import webhook_of


@admin.register(PayoutRules, site=company_admin)
class RulesAdmin(OneRowAdmin):
    """One row: the rules of this company."""

    audit_kind = "payout_rules"
    form = RulesForm

    def save_model(self, request: HttpRequest, obj: PayoutRules, form: ModelForm[Any], change: bool) -> None:
        """Store the rules through their action."""
        obj.company = company_of(request)
        obj.pk = change_rules(admin=member_of(request), wanted=form.cleaned_data).pk


@admin.register(Charity, site=company_admin)
class CharityAdmin(CompanyModelAdmin):
    """Whom members can give to."""

    audit_kind = "charity"
    admins_only = True
    editable = True
    addable = True
    form = CharityForm
    sortable_by = ()
    list_display = ["name", "about", "is_active"]
    ordering = ["name"]

    def save_model(self, request: HttpRequest, obj: Charity, form: ModelForm[Any], change: bool) -> None:
        """Make or change the charity through its action."""
        words = {name: form.cleaned_data[name] for name in ("name", "about", "is_active")}
        if change:
            change_charity(admin=member_of(request), charity=obj, **words)
        else:
            obj.pk = create_charity(admin=member_of(request), **words).pk


@admin.register(CreditWebhook, site=company_admin)
class WebhookAdmin(CompanyModelAdmin):
    """Where account credit is sent. The secret is shown once, on the page that follows its making."""

    audit_kind = "payout_rules"
    admins_only = True
    sortable_by = ()
    list_display = ["url"]
    # Never the secret: see below.
    fields = ["url", "changed_at"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the address, and set another. The secret stands in the answer to the form and nowhere else."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        known = webhook_of(company_of(request))
        form = WebhookForm(request.POST or None, initial={"url": known.url if known else ""})
        secret = ""
        if request.method == "POST" and form.is_valid():
            try:
                stored = set_webhook(
                    admin=member_of(request), url=form.cleaned_data["url"], new_key="new_secret" in request.POST
                )
                known, secret = stored.webhook, stored.webhook.secret if stored.secret_is_new else ""
            except NotAllowed as refusal:
                form.add_error("url", refusal.sentence)
            else:
                self.message_user(request, _("Account credit goes to this address from now on."), messages.SUCCESS)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Webhook for account credit"),
            "form": form,
            "webhook": known,
            "secret": secret,
            "opts": self.opts,
        }
        request.current_app = self.admin_site.name
        status = 422 if form.is_bound and not form.is_valid() else 200
        return TemplateResponse(request, "payouts/admin/webhook.html", context, status=status)
