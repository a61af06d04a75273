"""Who may do what with offers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import check_may_write
from community import clock
from community.personalization.routing.models import OPEN, Offer
from community.web.errors import NotAllowed


def check_can_take(member: Membership, offer: Offer) -> None:
    """Raise NotAllowed unless the member may say yes to the offer now."""
    check_may_write(member)
    if offer.state not in OPEN or offer.expires_at <= clock.now():
        raise NotAllowed(_("This offer is over. The question is open to you all the same."))


def check_can_block(member: Membership, other: Membership) -> None:
    """Raise NotAllowed for a member who blocks themselves."""
    if member.pk == other.pk:
        raise NotAllowed(_("You cannot block yourself."))
