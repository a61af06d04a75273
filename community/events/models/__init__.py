"""Events, the streams that order them, and one receipt per follower."""

from community.events.models.delivery import Delivery
from community.events.models.event import Event, Stream

__all__ = ["Delivery", "Event", "Stream"]
