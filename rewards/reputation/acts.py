"""What moderators can do about trust levels, in the company's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.moderation.acts import Act
from rewards.reputation.actions.level import decide_level, release_level
from rewards.reputation.forms import LevelForm

DECIDE = Act(
    name="level",
    label=_("Set the trust level"),
    done=ngettext_lazy(
        "The trust level of %(count)d member is set.", "The trust levels of %(count)d members are set.", "count"
    ),
    perform=lambda member, row, words: decide_level(
        moderator=member, member=row.member, level=words["trust_level"], reason=words["reason"]
    ),
    already=lambda row, words: False,
    form=LevelForm,
)
RELEASE = Act(
    name="release",
    label=_("Let the rules decide about the trust level"),
    done=ngettext_lazy(
        "The rules decide about the trust level of %(count)d member again.",
        "The rules decide about the trust levels of %(count)d members again.",
        "count",
    ),
    perform=lambda member, row, words: release_level(moderator=member, member=row.member),
    already=lambda row, words: not row.is_decided,
)

LEVEL_ACTS = (DECIDE, RELEASE)
