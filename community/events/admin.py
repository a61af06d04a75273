"""The operator's view of the log: read only, but for stuck receipts, which a person may redeliver or skip."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.audit.operators import ReadOnlyAdmin
from community.events.actions import redeliver, skip
from community.events.models import Delivery, Event


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What happened."""

    list_display = ["id", "company", "stream", "stream_seq", "type", "source", "occurred_at"]
    list_filter = ["source", "type"]
    search_fields = ["=stream", "=type"]
    show_full_result_count = False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Who has seen it; the place to find a stream that stands still."""

    list_display = ["event", "follower", "stream", "stream_seq", "state", "attempts", "last_error"]
    list_filter = ["state", "follower"]
    list_select_related = ["event"]
    show_full_result_count = False
    actions = ["redeliver_selected", "skip_selected"]

    @admin.action(description=_("Redeliver the selected stuck receipts"))
    def redeliver_selected(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Open them again."""
        count = redeliver(receipts=queryset.values_list("pk", flat=True), operator=str(request.user.pk))
        self._say(request, count)

    @admin.action(description=_("Skip the selected stuck receipts: their effect never happens"))
    def skip_selected(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Give them up."""
        count = skip(receipts=queryset.values_list("pk", flat=True), operator=str(request.user.pk))
        self._say(request, count)

    def _say(self, request: HttpRequest, count: int) -> None:
        text = ngettext("%(n)d stuck receipt was changed.", "%(n)d stuck receipts were changed.", count) % {"n": count}
        self.message_user(request, text, messages.SUCCESS if count else messages.WARNING)
