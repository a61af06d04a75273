"""Bank account numbers."""

from __future__ import annotations

import pytest

from rewards.payouts.iban import grouped, has_length_of_its_country, has_right_check_digits, tidy

RIGHT = ["DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606", "NO9386011117947"]


@pytest.mark.parametrize("iban", RIGHT)
def test_right_ones_pass_however_they_are_written(iban):
    written = f" {grouped(iban).lower()}\N{NO-BREAK SPACE}".replace(" ", "-", 1)
    assert tidy(written) == iban
    assert has_length_of_its_country(iban) and has_right_check_digits(iban)


@pytest.mark.parametrize("iban", RIGHT)
def test_one_wrong_digit_or_two_swapped_are_noticed(iban):
    for place in range(4, len(iban)):
        if iban[place].isdigit():
            wrong = f"{iban[:place]}{(int(iban[place]) + 1) % 10}{iban[place + 1 :]}"
            assert not has_right_check_digits(wrong)
        if place + 1 < len(iban) and iban[place] != iban[place + 1]:
            assert not has_right_check_digits(f"{iban[:place]}{iban[place + 1]}{iban[place]}{iban[place + 2 :]}")


@pytest.mark.parametrize(
    "text", ["", "DE", "DE89", "1234567890123456", "DE8937040044053201300", "XX" + "1" * 40, "DÉ89370400440532013000"]
)
def test_what_is_none_is_refused(text):
    assert not has_length_of_its_country(tidy(text))
