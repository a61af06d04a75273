"""Who is told when something goes wrong with the answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.insights.speed.models import Alert
from community.moderation.queries import admins_of
from community.web.registries.notices import Category, Notice, notice

WARNINGS = Category("speed_warnings", _("Warnings about how fast questions are answered"), mailed=True)


@notice(
    "speed.alert_raised",
    name="answers_are_slow",
    category=WARNINGS,
    title=_("Answers have taken longer than promised for two hours"),
)
def answers_are_slow(event: Event) -> Notice | None:
    """Tell the admins that the promise is not kept."""
    return _tell_admins(event, Alert.Kind.SLOW)


@notice(
    "speed.alert_raised",
    name="topic_depends_on_one",
    category=WARNINGS,
    title=_("Most solutions in a topic come from one person"),
)
def topic_depends_on_one(event: Event) -> Notice | None:
    """Tell the admins that a topic would suffer if somebody left."""
    return _tell_admins(event, Alert.Kind.ONE_PERSON)


def _tell_admins(event: Event, kind: str) -> Notice | None:
    if event.payload["kind"] != kind:
        return None
    return Notice(admins_of(int(event.company)), "speed:alerts")
