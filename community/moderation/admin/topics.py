"""The topics and tags of the company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.moderation.acts import TOPIC_ACTS
from community.moderation.admin.acting import ActingAdmin
from community.moderation.admin.base import CompanyModelAdmin, member_of
from community.moderation.forms import TopicForm
from community.moderation.site import company_admin
from community.questions.actions.topics import change_topic, create_topic
from community.questions.models import Tag, Topic


@admin.register(Topic, site=company_admin)
class TopicAdmin(ActingAdmin):
    """What people can ask about. The positions in the list put topics in order."""

    audit_kind = "topic"
    admins_only = True
    editable = True
    addable = True
    acts = TOPIC_ACTS
    form = TopicForm
    sortable_by = ()
    list_display = ["name", "parent", "position", "is_archived"]
    list_editable = ["position"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    ordering = ["position", "name"]

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form of one row of the list, whose field has no label to be seen."""
        labels = {"position": forms.NumberInput(attrs={"aria-label": _("Position")})}
        return super().get_changelist_form(request, widgets=labels, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the last position for a new topic."""
        return {"position": self.get_queryset(request).count()}

    def save_model(self, request: HttpRequest, obj: Topic, form: ModelForm[Any], change: bool) -> None:
        """Make or change the topic through its action."""
        words: dict[str, Any] = {
            "name": obj.name,
            "description": obj.description,
            "parent": obj.parent,
            "position": obj.position,
        }
        if change:
            change_topic(admin=member_of(request), topic=obj, **words)
        else:
            obj.pk = create_topic(admin=member_of(request), **words).pk


@admin.register(Tag, site=company_admin)
class TagAdmin(CompanyModelAdmin):
    """The words that people have put on questions."""

    audit_kind = "tag"
    admins_only = True
    sortable_by = ()
    list_display = ["name", "question_count"]
    search_fields = ["name"]
    ordering = ["-question_count", "slug"]
    fields = ["name", "question_count"]

    search_hint = _("Search the name.")
