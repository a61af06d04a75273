"""Which version holds at a moment."""

from __future__ import annotations

from datetime import timedelta

from community.insights.promise.queries.promises import in_force_among, promise_in_force, versions_of
from tests.community.insights.promise.conftest import NOON, promised


def test_the_version_that_began_last_holds(cast):
    old = promised(cast.ada, since=NOON)
    new = promised(cast.ada, since=NOON + timedelta(days=1), answer_within=60, answer_share=50)
    for moment, expected in [
        (NOON - timedelta(seconds=1), None),
        (NOON, old),
        (new.valid_from - timedelta(seconds=1), old),
        (new.valid_from, new),
    ]:
        assert promise_in_force(cast.acme, moment) == expected
        assert in_force_among(versions_of(cast.acme), moment) == expected


def test_a_withdrawn_version_promises_nothing(cast):
    promised(cast.ada, since=NOON)
    promised(cast.ada, since=NOON + timedelta(days=1), withdrawn=True)
    assert promise_in_force(cast.acme, NOON + timedelta(days=2)) is None


def test_a_promise_is_one_companys(cast):
    promised(cast.ada, since=NOON)
    assert promise_in_force(cast.bolt, NOON + timedelta(days=2)) is None
