"""Comparing versions, line by line."""

from __future__ import annotations

import time

import pytest

from community.questions.history import compare


def lines(before: str, after: str) -> list[str]:
    return [f"{line.sign}{line.text}" for line in compare(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("a\nb", "a\nb", []),
        ("a\nb", "a\nc", [" a", "-b", "+c"]),
        ("", "a", ["+a"]),
        ("--- x\n+++ y\n@@ z", "w", ["---- x", "-+++ y", "-@@ z", "+w"]),
        ("1\n2\n3\n4\n5\n6", "1\n2\n3\n4\n5\nsix", [" 4", " 5", "-6", "+six"]),
    ],
)
def test_what_went_and_what_came(before, after, found):
    assert lines(before, after) == found


def test_a_very_long_text_is_not_compared_line_by_line():
    before, after = "\n".join("ab" * 300), "\n".join("ba" * 300)
    began = time.monotonic()
    found = compare(before, after)
    assert time.monotonic() - began < 5
    assert {line.sign for line in found} == {"-", "+"}
