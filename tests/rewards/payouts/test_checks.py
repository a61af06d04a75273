"""The proofs about payouts find what is planted, and nothing where all is well."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection, transaction

from rewards.ledger.actions.post import post
from rewards.ledger.models import Account, AccountRef
from rewards.ledger.verification import findings_of
from rewards.payouts.actions.decide import approve_payout, refuse_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.actions.send import send_payout
from rewards.payouts.models import Payout


@pytest.fixture
def payouts(cast, bob, charity) -> list[Payout]:
    made = [request_payout(member=bob, parts=[Part("charity", 100, charity)], submission=uuid4())[0] for _ in range(3)]
    approve_payout(admin=cast.ada, payout=made[0])
    send_payout(made[0].pk)
    refuse_payout(admin=cast.ada, payout=made[1], reason="No")
    return made


def behind_the_triggers(sql: str, *values: object) -> None:
    """Do what only somebody with the database in their hands can."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = origin")


def test_all_is_well(cast, payouts):
    assert findings_of(cast.acme) == []


def test_a_payout_whose_state_was_changed_is_found(cast, payouts):
    sql = "UPDATE payouts_payout SET state = 'paid', approved_by_id = %s, settled_at = now() WHERE id = %s"
    behind_the_triggers(sql, cast.ada.pk, payouts[2].pk)
    found = findings_of(cast.acme)
    assert any(f"Payout {payouts[2].pk} is paid and has the transfers" in each for each in found)
    assert any("points under way" in each for each in found)


def test_a_payout_whose_points_were_changed_is_found(cast, payouts):
    behind_the_triggers("UPDATE payouts_payout SET points = 7 WHERE id = %s", payouts[0].pk)
    assert findings_of(cast.acme) == [f"Payout {payouts[0].pk} is about 7 points and its transfers moved [100, 100]."]


def test_a_payout_that_was_removed_is_found(cast, payouts):
    behind_the_triggers("DELETE FROM payouts_payoutattempt WHERE payout_id = %s", payouts[1].pk)
    behind_the_triggers("DELETE FROM payouts_payout WHERE id = %s", payouts[1].pk)
    assert findings_of(cast.acme) == [f"Transfers name payout {payouts[1].pk}, which does not exist."]


def test_points_set_aside_for_nothing_are_found(cast, bob):
    with transaction.atomic():
        legs = {AccountRef(Account.Kind.AVAILABLE, bob.pk): -5, AccountRef(Account.Kind.PAYOUT_PENDING, bob.pk): 5}
        post(company=cast.acme, kind="mistake", source=("test", "x"), legs=legs)
    assert findings_of(cast.acme) == [f"Member {bob.pk} has 5 points under way, and open payouts of 0."]


def test_a_gift_booked_to_the_wrong_account_is_found(cast, bob, payouts):
    behind_the_triggers("UPDATE ledger_account SET purpose = '999' WHERE kind = 'charity'")
    assert any("was booked to account" in each for each in findings_of(cast.acme))
