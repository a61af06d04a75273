from datetime import timedelta

import pytest
from django.utils import translation

from community.web.durations import human_duration, span_phrase, wait_phrase, within


@pytest.mark.parametrize(
    ("seconds", "phrase"),
    [
        (0, "1 second"),
        (0.2, "1 second"),
        (1.5, "2 seconds"),
        (59.5, "1 minute"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (59 * 60, "59 minutes"),
        (59 * 60 + 1, "1 hour"),
        (3 * 3600 - 5, "3 hours"),
        (24 * 3600, "24 hours"),
    ],
)
def test_a_wait_is_rounded_up(seconds, phrase):
    assert wait_phrase(timedelta(seconds=seconds)) == phrase


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 s"),
        (42.9, "42 s"),
        (60, "1 min"),
        (4 * 60 + 59, "4 min"),
        (3600, "1 h"),
        (72 * 60, "1 h 12 min"),
        (47 * 3600, "47 h"),
        (48 * 3600, "2 days"),
        (3.9 * 86400, "3 days"),
    ],
)
def test_a_length_is_rounded_down(seconds, text):
    assert human_duration(timedelta(seconds=seconds)) == text


def test_plurals_follow_the_language():
    with translation.override("en"):
        assert wait_phrase(timedelta(seconds=1)) != wait_phrase(timedelta(seconds=2)).replace("2", "1")


@pytest.mark.parametrize(
    ("minutes", "phrase"),
    [
        (0, "1 minute"),
        (11.5, "12 minutes"),
        (60, "1 hour"),
        (75, "75 minutes"),
        (120, "2 hours"),
        (125, "2 hours 5 minutes"),
        (47 * 60, "47 hours"),
        (48 * 60, "2 days"),
        (51 * 60, "2 days 3 hours"),
        (24 * 60 * 7, "7 days"),
    ],
)
def test_a_span_is_written_in_words(minutes, phrase):
    assert span_phrase(timedelta(minutes=minutes)) == phrase


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"), (39.2, "40 s"), (60, "1 min"), (361, "7 min"), (3540, "59 min"), (3541, "1 h"), (5400, "1.5 h"),
        (5401, "1.6 h"), (36_000, "10 h"), (37_000, "11 h"), (172_799, "48 h"), (172_800, "2 days"), (216_000, "2.5 days"),
        (864_001, "11 days"),
    ],
)  # fmt: skip
def test_within_is_rounded_up_to_one_unit(seconds, said):
    assert within(timedelta(seconds=seconds)) == said
