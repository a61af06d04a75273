"""What can be done with a case in the company's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.moderation.acts import Act
from rewards.integrity.actions.decide import decide_case
from rewards.integrity.forms import CaseForm

RELEASE = Act(
    name="release",
    label=_("Pay the points"),
    done=ngettext_lazy("The points of %(count)d case are paid.", "The points of %(count)d cases are paid.", "count"),
    perform=lambda member, row, words: decide_case(moderator=member, case=row, release=True, reason=words["reason"]),
    already=lambda row, words: False,
    form=CaseForm,
    batch=False,
    offered=lambda row: row.is_open,
)
VOID = Act(
    name="void",
    label=_("Do not pay the points"),
    done=ngettext_lazy(
        "The points of %(count)d case are not paid.", "The points of %(count)d cases are not paid.", "count"
    ),
    perform=lambda member, row, words: decide_case(moderator=member, case=row, release=False, reason=words["reason"]),
    already=lambda row, words: False,
    form=CaseForm,
    batch=False,
    offered=lambda row: row.is_open,
)
