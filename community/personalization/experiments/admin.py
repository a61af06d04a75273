"""Registering, starting and stopping experiments, in the company's admin."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.moderation.admin.acting import ActingAdmin
from community.moderation.admin.base import member_of
from community.moderation.site import company_admin
from community.personalization.experiments.actions.register import register_experiment
from community.personalization.experiments.acts import EXPERIMENT_ACTS
from community.personalization.experiments.forms import ExperimentForm
from community.personalization.experiments.models import Experiment
from community.personalization.experiments.wording import arms_said, standing
from community.web.templatetags.display import moment

_ETHICS = (gettext_lazy("Before you do this to people"), {"fields": [
    "harm", "vulnerable", "reversal", "notice", "touches_nothing",
]})  # fmt: skip
_MAKING = (
    (gettext_lazy("What is tried out"), {"fields": ["key", "treatment", "share", "hypothesis"]}),
    (gettext_lazy("How it is judged"), {"fields": ["metric", "hours", "tau", "most_days"]}),
    _ETHICS,
)
_READING = (
    (None, {"fields": ["now", "what", "arms", "hypothesis", "measured", "hours", "tau", "most_days"]}),
    (None, {"fields": ["author", "registered", "started", "stopped"]}),
    _ETHICS,
)


@admin.register(Experiment, site=company_admin)
class ExperimentAdmin(ActingAdmin):
    """All experiments, the newest first. Admins register, start and stop them; none is ever changed."""

    audit_kind = "experiment"
    admins_only = True
    addable = True
    acts = EXPERIMENT_ACTS
    form = ExperimentForm
    sortable_by = ()
    list_display = ["key", "what", "now", "started", "author"]
    list_select_related = ["author"]
    ordering = ["-pk"]

    def get_fieldsets(self, request: HttpRequest, obj: Experiment | None = None) -> Any:
        """Return the form of the next experiment, or what one says."""
        return _READING if obj else _MAKING

    def get_readonly_fields(self, request: HttpRequest, obj: Experiment | None = None) -> Any:
        """Return everything of an experiment, and nothing on the form."""
        return [name for _title, part in _READING for name in part["fields"]] if obj else []

    def save_model(self, request: HttpRequest, obj: Experiment, form: ModelForm[Any], change: bool) -> None:
        """Register the experiment through its action."""
        assert isinstance(form, ExperimentForm)
        made = register_experiment(admin=member_of(request), wanted=form.wanted)
        obj.pk = made.pk

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Add the way to the figures."""
        response = super().render_change_form(request, context, *args, **kwargs)
        row = context.get("original")
        if row is not None and row.started_at is not None:
            figures = SimpleNamespace(label=_("What came of it"))
            context["acts"].append((figures, reverse("experiments:experiment", args=[row.pk])))
        return response

    @admin.display(description=gettext_lazy("what is tried out"))
    def what(self, row: Experiment) -> str:
        """Return what is tried out."""
        return str(row.what.label)

    @admin.display(description=gettext_lazy("arms"))
    def arms(self, row: Experiment) -> str:
        """Return the arms with their shares."""
        return arms_said(row)

    @admin.display(description=gettext_lazy("judged by whether it"))
    def measured(self, row: Experiment) -> str:
        """Return the metric."""
        return str(row.judged_by.label)

    @admin.display(description=gettext_lazy("now"))
    def now(self, row: Experiment) -> str:
        """Return whether it runs."""
        return standing(row)

    @admin.display(description=gettext_lazy("registered"))
    def registered(self, row: Experiment) -> SafeString:
        """Return when it was registered."""
        return moment(row.registered_at)

    @admin.display(description=gettext_lazy("started"))
    def started(self, row: Experiment) -> SafeString | str:
        """Return when it was started."""
        return moment(row.started_at)

    @admin.display(description=gettext_lazy("stopped"))
    def stopped(self, row: Experiment) -> SafeString | str:
        """Return when it was stopped."""
        return moment(row.stopped_at)
