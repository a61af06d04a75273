"""What texts are compared by."""

from __future__ import annotations

import pytest

from community.text.terms import pieces_of, strongest, term_weight, unit, words_of


def test_words_are_read_without_markup_in_lower_case():
    assert words_of("<p class='x'>Roaming in Österreich 2024</p>") == ["roaming", "in", "österreich", "2024"]


def test_inflected_words_share_most_of_their_pieces():
    assert pieces_of(["it"]) == [" it "]
    assert set(pieces_of(["planai"])) & set(pieces_of(["planą"])) == {" pla", "plan"}


def test_a_term_that_every_text_holds_says_nothing_and_rare_ones_say_most():
    assert term_weight(1, 9, 9) == 0
    assert term_weight(1, 9, 1) > term_weight(1, 9, 4) > 0
    assert term_weight(3, 9, 4) > term_weight(1, 9, 4)


def test_of_equal_terms_always_the_same_are_kept():
    assert strongest({"b": 1.0, "a": 1.0, "c": 2.0}, 2) == {"c": 2.0, "a": 1.0}


def test_what_says_nothing_is_left_out_of_a_vector():
    assert unit({"a": 3.0, "b": 4.0, "c": 0.0}) == pytest.approx({"a": 0.6, "b": 0.8})
    assert unit({}) == unit({"a": 0.0}) == {}
