"""What is looked at when points are earned."""

from __future__ import annotations

from community.events.followers import follow
from community.events.models import Event
from rewards.integrity.actions.hold import screen_earning
from rewards.integrity.actions.lapse import lapse_hold


@follow("points.earned", name="integrity.screen")
def screen(event: Event) -> None:
    """Look at the award, and hold it when several signals speak against it."""
    screen_earning(earning_id=event.payload["earning"])


@follow("points.voided", name="integrity.lapse")
def lapse(event: Event) -> None:
    """Let go of what is not there any more."""
    lapse_hold(earning_id=event.payload["earning"])
