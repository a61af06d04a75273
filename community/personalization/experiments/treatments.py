"""What may be tried out, all of it: small, harmless and taken back at once. The only list there is.

Nothing that touches pay, moderation, access or redress may ever stand here; a test holds the list as it is, so that
whoever adds to it has to say so in two places. Who varies something asks `queries.arms.arm_of` which variant holds, and
calls `actions.expose.note_first_effect` where the variant first makes a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """What is divided into arms. Questions where helpers are shared between arms, members where pages differ."""

    QUESTION = "question", _("question")
    MEMBER = "member", _("member")


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way in which it can be."""

    key: str
    label: Any


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """Something that can be in one of several ways. The first is how it is without an experiment."""

    key: str
    unit: Unit
    label: Any
    variants: Sequence[Variant]

    @property
    def default(self) -> str:
        """Return the key of the way in which it is without an experiment."""
        return self.variants[0].key

    def label_of(self, variant: str) -> str:
        """Return what a variant is called; its key when the code no longer knows it."""
        return next((str(each.label) for each in self.variants if each.key == variant), variant)


RING_SIZE: Final = Treatment(
    key="routing.ring_size",
    unit=Unit.QUESTION,
    label=_("How many helpers a question is offered to at once"),
    variants=(Variant(key="5", label=_("five at once")), Variant(key="3", label=_("three at once"))),
)
BLOCK_ORDER: Final = Treatment(
    key="feed.block_order",
    unit=Unit.MEMBER,
    label=_("What stands first beside the list For you"),
    variants=(
        Variant(key="urgent_first", label=_("what needs an answer soon")),
        Variant(key="own_first", label=_("what may answer your own question")),
    ),
)

TREATMENTS: Final[dict[str, Treatment]] = {each.key: each for each in (RING_SIZE, BLOCK_ORDER)}
