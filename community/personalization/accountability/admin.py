"""The switch that ends offers for a whole company, in the company's admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from community.moderation.admin.base import company_of, member_of
from community.moderation.admin.settings import OneRowAdmin
from community.moderation.site import company_admin
from community.personalization.accountability.actions.switch import switch_offers
from community.personalization.accountability.forms import SwitchForm
from community.personalization.memory.models import Switch


@admin.register(Switch, site=company_admin)
class SwitchAdmin(OneRowAdmin):
    """One row: whether questions are offered at all."""

    audit_kind = "switch"
    form = SwitchForm
    fields = ["offers"]

    def save_model(self, request: HttpRequest, obj: Switch, form: ModelForm[Any], change: bool) -> None:
        """Switch through the action."""
        obj.company = company_of(request)
        switch_offers(admin=member_of(request), on=form.cleaned_data["offers"])
