"""What happens to points by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from community import clock
from community.schedule import SCHEDULE
from rewards.earning.models import Program
from rewards.earning.purses import FUNDING, pending
from rewards.earning.tasks import sweep, vest
from rewards.ledger.actions.post import post
from rewards.ledger.queries import points_of
from tests import factories

pytestmark = pytest.mark.django_db
MAY = datetime(2031, 5, 20, 12, tzinfo=UTC)


@pytest.fixture
def earned(cast, price, deliver_all):
    with clock.frozen_at(MAY):
        Program.objects.update(created_at=MAY)
        price()
        for _ in range(2):
            factories.solve(factories.ask(cast.alice), cast.bob)
        deliver_all()


def test_points_vest_and_pots_are_swept(cast, earned):
    with clock.frozen_at(MAY + timedelta(days=20)):
        assert vest() == 2
        assert sweep() == 800
    assert points_of(cast.bob).available == 200


def test_an_award_that_cannot_vest_keeps_no_other_waiting(cast, earned):
    """The points of one of two awards are gone, so the later one fails, and says so in the log only."""
    with transaction.atomic():
        legs = {pending(cast.bob.pk): -100, FUNDING: 100}
        post(company=cast.acme, kind="odd", source=("test", "1"), legs=legs)
    with clock.frozen_at(MAY + timedelta(days=20)):
        assert vest() == 1
    assert points_of(cast.bob).available == 100


def test_both_are_in_the_schedule():
    assert {"earning.vest", "earning.sweep"} <= {each["task"] for each in SCHEDULE.values()}
