"""Movements of points in plain words."""

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
