"""What can be done to price lists in the company's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.moderation.acts import Act
from rewards.earning.actions.prices import activate_prices, discard_draft
from rewards.earning.forms import ActivateForm
from rewards.earning.models import PriceList

ACTIVATE = Act(
    name="activate",
    label=_("Put into force"),
    done=ngettext_lazy("%(count)d price list is in force.", "%(count)d price lists are in force.", "count"),
    perform=lambda member, row, words: activate_prices(admin=member, draft=row, seen=words["digest"]),
    already=lambda row, words: row.state != PriceList.State.DRAFT,
    form=ActivateForm,
    offered=lambda row: row.state == PriceList.State.DRAFT,
    admins_only=True,
    batch=False,
)
DISCARD = Act(
    name="discard",
    label=_("Discard the draft"),
    done=ngettext_lazy("%(count)d draft was discarded.", "%(count)d drafts were discarded.", "count"),
    perform=lambda member, row, words: discard_draft(admin=member, draft=row),
    already=lambda row, words: row.state != PriceList.State.DRAFT,
    offered=lambda row: row.state == PriceList.State.DRAFT,
    admins_only=True,
    batch=False,
)
PRICE_LIST_ACTS = (ACTIVATE, DISCARD)
