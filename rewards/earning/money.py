"""Points as money, in the words of the page's language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from rewards.earning.models import Program
from rewards.earning.pricing import ACCEPTED, FIRST_ANSWER, HELPFUL_VOTE, MAKE_GOOD, REUSE, Prices
from rewards.earning.wording import act_said

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


@dataclass(frozen=True)
class PriceRow:
    """One line of a price list: what is paid for, a condition or "", the points, and what they are worth."""

    said: str
    more: str
    points: int
    worth: str


def price_rows(prices: Prices, program: Program) -> list[PriceRow]:
    """Return the lines of a price list that pay something."""
    first = ngettext("the first %(count)d only", "the first %(count)d only", prices.first_answers)
    votes = ngettext("up to %(count)d for an answer", "up to %(count)d for an answer", prices.votes_per_answer)
    listed = (
        (ACCEPTED, "", prices.accepted_answer),
        (FIRST_ANSWER, first % {"count": prices.first_answers}, prices.first_answer if prices.first_answers else 0),
        (HELPFUL_VOTE, votes % {"count": prices.votes_per_answer}, prices.helpful_vote),
        (REUSE, _("half after every ten"), prices.reuse),
        (MAKE_GOOD, _("to the person who asked"), prices.make_good),
    )
    return [
        PriceRow(act_said(act), more, points, money_said(points, program)) for act, more, points in listed if points
    ]
