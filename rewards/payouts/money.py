"""Points as money."""

from __future__ import annotations

from decimal import Decimal

from rewards.earning.models import Program
from rewards.earning.money import digits_of, money_said


def plain_amount(minor: int, currency: str) -> str:
    """Return an amount, given in the smallest unit, as machines read it: "12.30"."""
    return f"{Decimal(minor).scaleb(-digits_of(currency)):f}"


def worth(points: int, program: Program | None) -> str:
    """Return what points are worth, as people read it; "" in a company without a programme."""
    return money_said(points, program) if program else ""
