"""What can be done to a freeze of payouts in the company's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.moderation.acts import Act
from community.questions.forms import ReasonForm
from rewards.ledger.actions.verify import lift_freeze

LIFT = Act(
    name="lift",
    label=_("Let payouts go on"),
    done=ngettext_lazy("Payouts go on.", "Payouts go on.", "count"),
    perform=lambda member, row, words: lift_freeze(member=member, reason=words["reason"]),
    already=lambda row, words: row.lifted_at is not None,
    form=ReasonForm,
    admins_only=True,
    batch=False,
    offered=lambda row: row.lifted_at is None,
)
