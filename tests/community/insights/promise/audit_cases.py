"""What admins do about promises, for the matrix that every such act is audited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from community.insights.promise.models import Ladder

Case = tuple[Callable[[Any], object], Callable[[Any], object]]
PROMISE, LADDER = "promise/promise", "promise/ladder"
WORDS = {
    "answer_number": "30", "answer_unit": "60", "answer_percent": "80", "resolution_unit": "3600", "seen": "0",
    "begins_0": "", "begins_1": "",
}  # fmt: skip
MINUTES = {"is_on": "on", "wider": "5", "helpers": "60", "superusers": "240", "staff": "1440"}


def ladder(world: Any) -> None:
    """Let Acme have a ladder of its own."""
    Ladder.objects.create(company=world.cast.acme)


FORMS: dict[str, Case] = {
    f"{PROMISE}/add": (lambda w: None, lambda w: w.post(f"/c/acme/manage/{PROMISE}/add/", WORDS)),
    f"{LADDER}/add": (lambda w: None, lambda w: w.post(f"/c/acme/manage/{LADDER}/add/", MINUTES)),
    f"{LADDER}/change": (
        ladder,
        lambda w: w.post(f"/c/acme/manage/{LADDER}/{w.cast.acme.pk}/change/", MINUTES),
    ),
}
