"""Who may put prices into force. Each check raises NotAllowed with the sentence that the person will read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership
from community.web.errors import NotAllowed
from rewards.earning.models import PriceList


def check_is_draft(prices: PriceList) -> None:
    """Raise NotAllowed for a list that was in force: what it says explains what was paid."""
    if prices.state != PriceList.State.DRAFT:
        raise NotAllowed(_("This price list was in force and stays as it is. Write a new draft."))


def check_can_activate(admin: Membership, prices: PriceList) -> None:
    """Raise NotAllowed unless the list is a draft that somebody else wrote."""
    check_is_draft(prices)
    if prices.author_id == admin.pk:
        raise NotAllowed(_("You wrote this draft. Another admin has to put it into force."))
