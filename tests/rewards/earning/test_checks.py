"""Books that were tampered with are noticed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from community import clock
from rewards.earning.purses import FUNDING, pending
from rewards.ledger.actions.post import post
from rewards.ledger.verification import findings_of
from tests import factories
from tests.rewards.earning.conftest import only

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prices")]


@pytest.fixture
def answer(cast):
    return factories.solve(factories.ask(cast.alice), cast.bob)


def findings(cast) -> str:
    return " ".join(findings_of(cast.acme))


def test_an_acceptance_nobody_decided_about(cast, answer, deliver_all):
    with clock.moved(timedelta(days=13)):
        assert findings(cast) == ""
    with clock.moved(timedelta(days=15)):
        assert "has no decision" in findings(cast)
        deliver_all()
        assert findings(cast) == ""


def test_points_that_no_award_explains(cast, answer, deliver_all):
    deliver_all()
    with transaction.atomic():
        post(company=cast.acme, kind="odd", source=("test", "1"), legs={FUNDING: -5, pending(cast.bob.pk): 5})
    assert f"Member {cast.bob.pk} has 105 points pending, and awards of 100." in findings(cast)


def test_a_state_that_the_transfers_contradict(cast, answer, deliver_all):
    deliver_all()
    earning = only(act="accepted")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE earning_earning SET state = 'vested' WHERE id = %s", [earning.pk])
    assert f"Earning {earning.pk} is vested" in findings(cast)


def test_a_transfer_of_a_deed_that_earned_nothing(cast, answer, deliver_all):
    deliver_all()
    refused = only(act="first_answer")
    with transaction.atomic():
        legs = {FUNDING: -5, pending(cast.bob.pk): 5}
        post(company=cast.acme, kind="earn", source=("earning", str(refused.pk)), legs=legs)
    assert f"moved points of earning {refused.pk}, which earned nothing" in findings(cast)
