"""What members are told of their payouts and of points that expire."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.web.registries.notices import Category, Notice, notice

PAYOUTS = Category("payouts", _("News about your payouts, and points that expire"), mailed=True)


@notice("payout.approved", name="payout_approved", category=PAYOUTS, title=_("Your payout is approved"))
def payout_approved(event: Event) -> Notice | None:
    """Tell the member that it is on its way."""
    return _about(event)


@notice("payout.paid", name="payout_paid", category=PAYOUTS, title=_("Your payout is paid"))
def payout_paid(event: Event) -> Notice | None:
    """Tell the member that it arrived."""
    return _about(event)


@notice(
    "payout.refused",
    name="payout_refused",
    category=PAYOUTS,
    title=_("Your payout was refused, and your points are back. Open it to read why"),
)
def payout_refused(event: Event) -> Notice | None:
    """Tell the member that there is a reason to read."""
    return _about(event)


@notice(
    "payout.failed",
    name="payout_failed",
    category=PAYOUTS,
    title=_("Your payout could not be made, and your points are back. Open it to read why"),
)
def payout_failed(event: Event) -> Notice | None:
    """Tell the member that there is a reason to read."""
    return _about(event)


@notice(
    "points.expire_soon",
    name="points_expire_soon",
    category=PAYOUTS,
    title=_("Your points expire soon. Open your wallet to see when, and what you can do"),
)
def points_expire_soon(event: Event) -> Notice | None:
    """Warn the member; this happens twice."""
    return Notice([event.payload["member"]], "payouts:wallet")


@notice("points.expired", name="points_expired", category=PAYOUTS, title=_("Your points have expired"))
def points_expired(event: Event) -> Notice | None:
    """Tell the member."""
    return Notice([event.payload["member"]], "payouts:wallet")


def _about(event: Event) -> Notice:
    return Notice([event.payload["member"]], "payouts:payout", (event.payload["payout"],))
