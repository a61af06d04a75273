"""What members may do once they are trusted. The only list: policies and forms ask it, pages explain it.

A trust level is a gate and no honour: it says what somebody has shown that they can be left alone with. Moderators may
do all of this from their first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership

HIGHEST_LEVEL: Final = 4


@dataclass(frozen=True)
class Ability:
    """Something that a trust level unlocks; `label` finishes the sentence "From this level on you can ..."."""

    name: str
    level: int
    label: Any


LINK_FREELY = Ability("link_freely", 1, _("put more than two links into a post"))
TAKE_PART_OFTEN = Ability("take_part_often", 1, _("ask up to 20 questions and vote up to 200 times a day"))
RETAG_QUESTIONS = Ability(
    "retag_questions", 2, _("put other people's questions into another topic and change their tags")
)
EDIT_QUESTIONS = Ability("edit_questions", 3, _("improve the wording of other people's questions"))
EDIT_ANSWERS = Ability("edit_answers", 4, _("improve the wording of other people's answers"))

ABILITIES: Final = (LINK_FREELY, TAKE_PART_OFTEN, RETAG_QUESTIONS, EDIT_QUESTIONS, EDIT_ANSWERS)

LEVEL_NAMES: Final[tuple[Any, ...]] = (_("new"), _("known"), _("regular"), _("trusted"), _("leading"))

# How many links somebody may put into one post who may not link freely: most advertising comes from new members.
LINKS_OF_NEW_MEMBERS: Final = 2


def has_ability(member: Membership, ability: Ability) -> bool:
    """Return whether the member's trust level, or their role, allows it."""
    return member.is_moderator or member.trust_level >= ability.level


def abilities_at(level: int) -> list[Ability]:
    """Return what exactly this level unlocks."""
    return [ability for ability in ABILITIES if ability.level == level]
