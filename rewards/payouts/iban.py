"""Bank account numbers: the checks of ISO 13616, which find nearly every typing mistake."""

from __future__ import annotations

import re
from typing import Final

_SHAPE: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
# Countries whose accounts have a length that we know; of others only the check digits are looked at.
_LENGTHS: Final = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip


def tidy(text: str) -> str:
    """Return an IBAN as it is stored: capital letters and digits, without the spaces and hyphens of paper."""
    return re.sub(r"[\s-]", "", text).upper()


def has_length_of_its_country(iban: str) -> bool:
    """Return whether a tidied IBAN looks like one and is as long as those of its country are."""
    return _SHAPE.fullmatch(iban) is not None and len(iban) == _LENGTHS.get(iban[:2], len(iban))


def has_right_check_digits(iban: str) -> bool:
    """Return whether the check digits of a tidied IBAN of sound shape fit the rest."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def grouped(iban: str) -> str:
    """Return an IBAN in groups of four, as people read it."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
