"""The arithmetic of suspicion."""

from __future__ import annotations

import pytest

from rewards.integrity.models import IntegrityRules
from rewards.integrity.signals import at_least, at_least_of_rare, is_suspicious, mailbox_of, shows_one_author


@pytest.mark.parametrize(
    ("hits", "tries", "chance", "expected"),
    [(0, 5, 0.5, 1.0), (5, 5, 0.5, 1 / 32), (1, 2, 0.5, 0.75), (3, 5, 0.0, 0.0), (3, 5, 1.0, 1.0)],
)
def test_how_likely_so_many_hits_are(hits, tries, chance, expected):
    assert at_least(hits, tries, chance) == pytest.approx(expected)


def test_large_numbers_do_no_harm():
    assert 0 < at_least(1100, 2000, 0.5) < 0.0001
    assert at_least_of_rare(40, 3.0) == pytest.approx(0, abs=1e-9)
    assert at_least_of_rare(0, 3.0) == at_least_of_rare(0, 0.0) == 1.0
    assert at_least_of_rare(3, 0.0) == 0.0


@pytest.mark.parametrize(
    ("given", "to_author", "chance", "shown"),
    [(3, 3, 0.01, False), (4, 2, 0.01, False), (4, 3, 0.01, True), (4, 4, 0.9, False)],
)
def test_most_of_enough_and_not_by_chance(given, to_author, chance, shown):
    assert shows_one_author(given, to_author, chance, IntegrityRules()) is shown


@pytest.mark.parametrize(
    ("signals", "young", "suspicious"),
    [
        ([], True, False),
        (["burst"], True, False),
        (["same_person"], False, False),
        (["same_person"], True, True),
        (["burst", "shared_address"], False, True),
    ],
)
def test_two_signals_or_the_same_person_with_a_young_account(signals, young, suspicious):
    assert is_suspicious({code: {} for code in signals}, IntegrityRules(), is_young=young) is suspicious


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("rosa@example.com", "rosa+2@example.com", True),
        ("ro.sa@gmail.com", "rosa@googlemail.com", True),
        ("ro.sa@example.com", "rosa@example.com", False),
        ("rosa@example.com", "rosa@example.org", False),
    ],
)
def test_addresses_of_one_mailbox(one, other, same):
    assert (mailbox_of(one) == mailbox_of(other)) is same
