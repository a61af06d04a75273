"""What admins do about badges, for the matrix that every such act is audited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rewards.badges.actions.hand import revoke_award
from rewards.badges.models import Badge, BadgeAward

Case = tuple[Callable[[Any], object], Callable[[Any], object]]
BADGE, AWARD = "badges/badge", "badges/badgeaward"
MANAGE = "/c/acme/manage"
WORDS = {"name": "Curious", "metric": "questions_asked", "threshold": "9", "period": "all", "position": "1"}
REASON = {"reason": "Given by mistake"}


def made(world: Any) -> None:
    """Make a badge that is given by hand, as `world.badge`."""
    world.badge = Badge.objects.create(company=world.cast.acme, slug="mine", name="Mine")


def had(world: Any) -> None:
    """Let Bob have it, as `world.award`."""
    made(world)
    world.award = BadgeAward.objects.create(company=world.cast.acme, badge=world.badge, member=world.cast.bob)


def lost(world: Any) -> None:
    """Let Bob have had it."""
    had(world)
    revoke_award(admin=world.cast.ada, award=world.award, reason="First")


ACTS: dict[str, Case] = {
    f"{AWARD}/revoke": (had, lambda w: w.act(AWARD, "revoke", w.award.pk, REASON)),
    f"{AWARD}/restore": (lost, lambda w: w.act(AWARD, "restore", w.award.pk)),
}
FORMS: dict[str, Case] = {
    f"{BADGE}/add": (lambda w: None, lambda w: w.post(f"{MANAGE}/{BADGE}/add/", WORDS)),
    f"{BADGE}/change": (made, lambda w: w.post(f"{MANAGE}/{BADGE}/{w.badge.pk}/change/", WORDS)),
}
PAGES: dict[str, Case] = {
    "give a badge": (
        made,
        lambda w: w.post(f"{MANAGE}/{BADGE}/{w.badge.pk}/give/", {"names": "Bob", "reason": "Organised the meeting"}),
    ),
}
