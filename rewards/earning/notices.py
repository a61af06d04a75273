"""What members are told about their points."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.web.registries.notices import Category, Notice, notice

POINTS = Category("points", _("News about your points"))


@notice(
    "points.clawed_back",
    name="points_taken_back",
    category=POINTS,
    title=_("Points that were yours were taken back. Open it to read why"),
)
def points_taken_back(event: Event) -> Notice | None:
    """Tell the member of points that had been theirs to spend; those that were pending are shown as void."""
    return Notice([event.payload["member"]], "earning:earnings")
