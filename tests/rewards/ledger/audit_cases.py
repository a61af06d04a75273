"""What admins do about the books, for the matrix that every such act is audited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rewards.ledger.models import Freeze

Case = tuple[Callable[[Any], object], Callable[[Any], object]]
FREEZE = "ledger/freeze"


def frozen(world: Any) -> None:
    """Let payouts stand still, as `world.freeze`, after books that are right again."""
    world.freeze = Freeze.objects.create(company=world.cast.acme)


ACTS: dict[str, Case] = {
    f"{FREEZE}/lift": (frozen, lambda w: w.act(FREEZE, "lift", w.freeze.pk, {"reason": "A restore was incomplete"})),
}
