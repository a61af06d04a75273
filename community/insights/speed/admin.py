"""The public speed page in the company's admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from community.insights.speed.actions.publish import set_public
from community.insights.speed.forms import SpeedPageForm
from community.insights.speed.models import SpeedPage
from community.moderation.admin.base import company_of, member_of
from community.moderation.admin.settings import OneRowAdmin
from community.moderation.site import company_admin


@admin.register(SpeedPage, site=company_admin)
class SpeedPageAdmin(OneRowAdmin):
    """One row: whether the page is on."""

    audit_kind = "speed_page"
    form = SpeedPageForm

    def save_model(self, request: HttpRequest, obj: SpeedPage, form: ModelForm[Any], change: bool) -> None:
        """Store the choice through its action."""
        obj.company = company_of(request)
        obj.pk = set_public(admin=member_of(request), is_public=form.cleaned_data["is_public"]).pk
