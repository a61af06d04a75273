"""Points as money, in the words of the page's language."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import pgettext

from rewards.earning.models import Program

_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}
# How many digits stand after the point, where it is not two.
_DIGITS = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "KWD": 3, "BHD": 3, "TND": 3}


def money_said(points: int, program: Program) -> str:
    """Return what the points are worth, such as "£1.00"."""
    return amount_said(points * program.minor_units_per_point, program.currency)


def amount_said(minor_units: int, currency: str) -> str:
    """Return an amount of money, given in minor units such as pence."""
    digits = digits_of(currency)
    amount = number_format(Decimal(minor_units).scaleb(-digits), digits, force_grouping=True)
    sign = _SIGNS.get(currency)
    if sign is None:
        return f"{currency} {amount}"
    # Translators: an amount of money, for instance £1.00 or, in German, 1,00 €.
    return pgettext("money", "%(sign)s%(amount)s") % {"sign": sign, "amount": amount}


def digits_of(currency: str) -> int:
    """Return how many digits an amount of the currency has after the point."""
    return _DIGITS.get(currency, 2)
