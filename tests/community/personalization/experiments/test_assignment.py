"""Assignment is a pure function, even, and independent between salts."""

from __future__ import annotations

import numpy as np
import pytest

from community.personalization.experiments.assignment import BUCKETS, bucket_of, place_in
from community.personalization.experiments.queries.hold_out import in_hold_out


def test_a_unit_keeps_its_bucket_for_good():
    # Worked by hand with sha256sum: whoever changes this draws everybody anew.
    assert bucket_of("hold-out", 1, "question:7") == 9043
    assert bucket_of("hold-out", 2, "question:7") != 9043


def test_five_percent_are_held_out_for_good():
    held = [in_hold_out(3, f"question:{number}") for number in range(40_000)]
    assert 0.046 < sum(held) / len(held) < 0.054
    assert held[:100] == [in_hold_out(3, f"question:{number}") for number in range(100)]


def test_buckets_fall_into_the_parts_by_their_shares():
    assert [place_in(bucket, (20, 30, 50)) for bucket in (0, 1_999, 2_000, 4_999, 5_000, 9_999)] == [0, 0, 1, 1, 2, 2]
    with pytest.raises(ValueError, match="add up to 100"):
        place_in(9_999, (20, 30))


@pytest.mark.prove
def test_a_million_units_spread_evenly_and_salts_know_nothing_of_each_other():
    units = 1_000_000
    one, other = (
        np.fromiter((bucket_of(salt, 1, f"question:{number}") for number in range(units)), np.int64, units)
        for salt in ("one", "other")
    )
    expected = units / 100
    chi_squared = float(np.sum((np.bincount(one // (BUCKETS // 100), minlength=100) - expected) ** 2 / expected))
    # The .999 quantile of chi-squared with 99 degrees of freedom.
    assert chi_squared < 148.23
    assert abs(float(np.corrcoef(one, other)[0, 1])) < 0.004
