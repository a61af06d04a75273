"""Who is reminded of what a report found."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community.events.models import Event
from community.personalization.accountability.models import Finding
from community.personalization.experiments.notices import LEARNING
from community.web.registries.notices import Notice, notice


@notice(
    "finding.waits",
    name="finding_due_soon",
    category=LEARNING,
    title=_("A language is answered much less or more often than the others. Say in time what is done about it"),
)
def finding_due_soon(event: Event) -> Notice | None:
    """Tell the moderators that the time for an answer is nearly over."""
    return None if event.payload["overdue"] else _tell_moderators(event)


@notice(
    "finding.waits",
    name="finding_overdue",
    category=LEARNING,
    title=_("Nobody has said in time what is done about a language that is answered much less or more often"),
)
def finding_overdue(event: Event) -> Notice | None:
    """Tell the moderators that the time for an answer is over."""
    return _tell_moderators(event) if event.payload["overdue"] else None


def _tell_moderators(event: Event) -> Notice | None:
    finding = Finding.objects.filter(company=int(event.company), pk=event.payload["finding"]).unanswered().first()
    if finding is None:
        return None
    moderators = Membership.objects.filter(company=int(event.company), person__isnull=False).moderators()
    return Notice(list(moderators.values_list("pk", flat=True)), "accountability:audit")
