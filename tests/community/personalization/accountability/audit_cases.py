"""What admins switch, for the matrix that every such act is audited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from community.personalization.memory.models import Switch

Case = tuple[Callable[[Any], object], Callable[[Any], object]]
SWITCH = "memory/switch"


def switched_on(world: Any) -> None:
    """Let Acme have a row that says what no row says."""
    Switch.objects.create(company=world.cast.acme)


FORMS: dict[str, Case] = {
    f"{SWITCH}/add": (lambda w: None, lambda w: w.post(f"/c/acme/manage/{SWITCH}/add/", {})),
    f"{SWITCH}/change": (
        switched_on,
        lambda w: w.post(f"/c/acme/manage/{SWITCH}/{w.cast.acme.pk}/change/", {}),
    ),
}
