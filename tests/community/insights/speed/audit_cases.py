"""What admins decide about the public page and the worth of answers, for the matrix that every such act is audited."""

from __future__ import annotations

from typing import Any

from community.insights.speed.models import SpeedPage

PAGE = "speed/speedpage"


def _page(world: Any) -> None:
    world.page = SpeedPage.objects.create(company=world.cast.acme)


FORMS = {
    f"{PAGE}/add": (
        lambda world: None,
        lambda world: world.post(f"/c/acme/manage/{PAGE}/add/", {"is_public": "on"}),
    ),
    f"{PAGE}/change": (
        _page,
        lambda world: world.post(f"/c/acme/manage/{PAGE}/{world.page.pk}/change/", {"is_public": "on"}),
    ),
}
ASSUMED = {
    "seen": "0", "currency": "eur", "share_low": "10", "share_middle": "30", "share_high": "50", "cost_low": "2",
    "cost_middle": "4.50", "cost_high": "9", "note": "Our service centre in spring",
}  # fmt: skip
PAGES = {
    "value of answers": (
        lambda world: None,
        lambda world: world.post("/c/acme/insights/value/", ASSUMED),
    ),
}
