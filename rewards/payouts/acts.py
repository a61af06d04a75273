"""What can be done to payouts in the company's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.moderation.acts import Act
from community.moderation.forms import WhyForm
from rewards.payouts.actions.by_hand import say_failed, say_paid, settle_late
from rewards.payouts.actions.decide import approve_payout, refuse_payout
from rewards.payouts.forms import ReferenceForm
from rewards.payouts.models import Payout
from rewards.payouts.queries.payouts import late_payments

State = Payout.State

APPROVE = Act(
    name="approve",
    label=_("Approve"),
    done=ngettext_lazy("%(count)d payout has your approval.", "%(count)d payouts have your approval.", "count"),
    perform=lambda member, row, words: approve_payout(admin=member, payout=row),
    already=lambda row, words: row.state != State.REQUESTED,
    admins_only=True,
)
REFUSE = Act(
    name="refuse",
    label=_("Refuse"),
    done=ngettext_lazy("%(count)d payout was refused.", "%(count)d payouts were refused.", "count"),
    perform=lambda member, row, words: refuse_payout(admin=member, payout=row, reason=words["reason"]),
    already=lambda row, words: row.state not in {State.REQUESTED, State.APPROVED},
    form=WhyForm,
    admins_only=True,
)
PAID = Act(
    name="paid",
    label=_("It was paid"),
    done=ngettext_lazy("%(count)d payout is paid.", "%(count)d payouts are paid.", "count"),
    perform=lambda member, row, words: say_paid(admin=member, payout=row, reference=words["reference"]),
    already=lambda row, words: not is_on_its_way(row),
    form=ReferenceForm,
    admins_only=True,
)
FAILED = Act(
    name="failed",
    label=_("It did not arrive"),
    done=ngettext_lazy(
        "The points of %(count)d payout are back.", "The points of %(count)d payouts are back.", "count"
    ),
    perform=lambda member, row, words: say_failed(admin=member, payout=row, reason=words["reason"]),
    already=lambda row, words: not is_on_its_way(row),
    form=WhyForm,
    admins_only=True,
)
LATE = Act(
    name="late",
    label=_("Paid late: looked into"),
    done=ngettext_lazy("%(count)d payout is looked into.", "%(count)d payouts are looked into.", "count"),
    perform=lambda member, row, words: settle_late(admin=member, payout=row, reason=words["reason"]),
    already=lambda row, words: row.state != State.FAILED,
    form=WhyForm,
    admins_only=True,
    offered=lambda row: row.pk in late_payments(row.company),
)
PAYOUT_ACTS = (APPROVE, REFUSE, PAID, FAILED, LATE)


def is_on_its_way(payout: Payout) -> bool:
    """Return whether a person may say what became of the payout."""
    return payout.state == State.UNKNOWN or (payout.state == State.SENDING and payout.batch_id is not None)
