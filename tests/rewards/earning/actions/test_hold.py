"""Points under review."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.web.errors import NotAllowed
from rewards.earning.actions.hold import hold_earning, release_earning, void_earning
from rewards.earning.actions.vest import vest_due
from rewards.earning.queries import held_with_reasons
from rewards.ledger.queries import points_of
from tests import factories
from tests.rewards.earning.conftest import only

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prices", "verified")]


@pytest.fixture
def earning(cast, deliver_all):
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    return only(act="accepted")


def purses(member):
    points = points_of(member)
    return points.pending, points.held, points.available


def test_held_points_wait_and_say_why(cast, earning):
    hold_earning(earning, reason="review", actor=cast.ada)
    assert purses(cast.bob) == (0, 100, 0)
    assert "A person looks at this" in held_with_reasons(cast.bob)[0].hold_said


def test_held_points_do_not_vest(cast, earning):
    hold_earning(earning, reason="review")
    with clock.moved(timedelta(days=30)):
        assert vest_due() == 0


def test_released_points_are_pending_again(cast, earning):
    hold_earning(earning, reason="review")
    release_earning(earning)
    assert purses(cast.bob) == (100, 0, 0)


def test_points_that_are_released_late_are_the_members_at_once(cast, earning):
    hold_earning(earning, reason="review")
    with clock.moved(timedelta(days=15)):
        release_earning(earning)
    assert purses(cast.bob) == (0, 0, 100)


def test_points_can_be_held_again(cast, earning):
    for _ in range(2):
        hold_earning(earning, reason="review")
        hold_earning(earning, reason="review")
        release_earning(earning)
    hold_earning(earning, reason="review")
    assert purses(cast.bob) == (0, 100, 0)


def test_held_points_can_be_taken_back(cast, earning):
    hold_earning(earning, reason="review")
    void_earning(earning, reason="review", actor=cast.ada)
    void_earning(earning, reason="review", actor=cast.ada)
    release_earning(earning)
    assert purses(cast.bob) == (0, 0, 0)


def test_vested_points_cannot_be_held(cast, earning):
    with clock.moved(timedelta(days=15)):
        vest_due()
        with pytest.raises(NotAllowed):
            hold_earning(earning, reason="review")
