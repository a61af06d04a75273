"""How amounts of money are written on the page about the value."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def amount(sum_of_money: Decimal, currency: str) -> str:
    """Write an amount with its currency, such as "GBP 1,234"; small ones to the hundredth."""
    decimals = 0 if sum_of_money >= 100 else 2
    return f"{currency} {number_format(sum_of_money, decimals, use_l10n=True, force_grouping=True)}"
