"""Points and money in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format

from rewards.earning.models import Earning, Program
from rewards.earning.money import amount_said
from rewards.earning.wording import hold_said
from rewards.payouts import wording
from rewards.payouts.models import Payout
from rewards.payouts.money import worth as worth_said

register = template.Library()


@register.filter
def signed(points: int) -> str:
    """Write a change of points with its sign: "+100", "−50"; "" for none."""
    if not points:
        return ""
    sign = "+" if points > 0 else "\N{MINUS SIGN}"
    return f"{sign}{number_format(abs(points), force_grouping=True)}"


@register.filter
def grouped(points: int) -> str:
    """Write a number of points with its thousands set apart."""
    return number_format(points, force_grouping=True)


@register.filter
def worth(points: int, program: Program | None) -> str:
    """Write what points are worth in money; "" without a programme."""
    return worth_said(points, program)


@register.filter
def amount_of(payout: Payout) -> str:
    """Write what a payout pays in money."""
    return amount_said(payout.amount_minor, payout.currency)


@register.filter
def money(sums: Mapping[str, int]) -> str:
    """Write sums of money, given in the smallest unit for each currency; a dash for none."""
    return ", ".join(amount_said(minor, currency) for currency, minor in sorted(sums.items())) or "\N{EN DASH}"


@register.filter
def masked(payout: Payout) -> str:
    """Write where a payout goes so that its owner knows it and nobody learns it: the last four characters."""
    ending = payout.payee_account[-4:]
    return f"\N{BULLET}\N{BULLET}\N{BULLET}\N{BULLET} {ending}" if payout.payee_account else ""


@register.filter
def why_held(award: Earning) -> str:
    """Write why an award is under review."""
    return hold_said(award.hold_reason, award.hold_params)


@register.filter
def said(text: str) -> str:
    """Write what was noted about a payout."""
    return wording.said(text)
