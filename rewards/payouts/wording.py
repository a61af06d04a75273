"""Movements of points, and what became of payouts, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

TRANSFER_KINDS: Final[Mapping[str, Any]] = {
    "fund": _("Pot filled"),
    "earn": _("Earned, pending"),
    "earn_held": _("Earned, under review"),
    "vest": _("Vested: yours to spend"),
    "hold": _("Put under review"),
    "release": _("Review over"),
    "void": _("Not awarded"),
    "clawback": _("Taken back"),
    "payout_request": _("Payout requested"),
    "payout_paid": _("Paid out"),
    "payout_void": _("Payout not made, points returned"),
    "expire": _("Expired"),
    "sweep": _("Rest of a pot returned"),
    "reversal": _("Put right"),
}

SOURCES: Final[Mapping[str, Any]] = {
    "earning": _("award"),
    "month": _("month"),
    "payout": _("payout"),
    "expiry": _("expiry"),
}

# What the product itself says about a payout is kept as a code, so that everybody reads it in their own language.
NEVER_ARRIVED: Final = "#never_arrived"
NOT_KNOWN_YET: Final = "#not_known_yet"
INTERRUPTED: Final = "#interrupted"
UNCLEAR: Final = "#unclear"
UNREACHABLE: Final = "#unreachable"
NO_ADDRESS: Final = "#no_address"
DECLINED: Final = "#declined"
BY_HAND: Final = "#by_hand"
ADDRESS_CHANGED: Final = "#address_changed"
UNDECIDED: Final = "#undecided"
_SAID: Final[Mapping[str, Any]] = {
    NEVER_ARRIVED: _("It never arrived."),
    NOT_KNOWN_YET: _("It is not known there yet."),
    INTERRUPTED: _("The sending was interrupted."),
    UNCLEAR: _("There was no clear answer."),
    UNREACHABLE: _("The billing system could not be reached."),
    NO_ADDRESS: _("No address for account credit is set."),
    DECLINED: _("The billing system refused it."),
    BY_HAND: _("An admin makes this transfer by hand."),
    ADDRESS_CHANGED: _("The billing system has moved since. An admin has to find out what became of it."),
    UNDECIDED: _("Nobody decided about it within 30 days. You can ask again."),
}


def said(text: str) -> str:
    """Return what was written about a payout: people's words as they are, the product's own in the reader's language."""
    return str(_SAID.get(text, text))
