"""Choosing what comes by mail."""

from __future__ import annotations

from typing import Any

from django import forms

from community.web.registries.notices import Category


class MailSwitchesForm(forms.Form):
    """One switch for each category."""

    def __init__(self, *args: Any, switches: list[tuple[Category, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for category, wanted in switches:
            self.fields[category.name] = forms.BooleanField(label=category.label, initial=wanted, required=False)
