"""Moving points."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from rewards.ledger.actions.balances import lock_balance, set_floor
from rewards.ledger.actions.post import NotEnoughPoints, post, reverse
from rewards.ledger.models import Leg, Transfer
from rewards.ledger.queries import balance_of, points_of, totals_by_kind, transfers_of
from tests.rewards.ledger.conftest import FUNDING, POT, available

pytestmark = pytest.mark.django_db


def pay(cast, points: int, name: str = "one"):
    return post(company=cast.acme, kind="pay", source=("test", name), legs={POT: -points, available(cast.bob): points})


def test_points_move_and_nothing_is_made_of_nothing(cast, fund):
    fund(POT, 500)
    assert pay(cast, 120).is_new
    assert balance_of(cast.acme, POT) == 380
    assert points_of(cast.bob).available == 120
    assert sum(totals_by_kind(cast.acme).values()) == 0


def test_the_same_thing_pays_once(cast, fund):
    fund(POT, 500)
    first, again = pay(cast, 120), pay(cast, 120)
    assert (again.is_new, again.transfer) == (False, first.transfer)
    assert points_of(cast.bob).available == 120


def test_an_empty_pot_pays_nothing_and_leaves_the_transaction_usable(cast, fund):
    fund(POT, 100)
    with pytest.raises(NotEnoughPoints) as refusal:
        pay(cast, 101)
    assert (refusal.value.account, refusal.value.missing) == (POT, 1)
    assert not Transfer.objects.filter(kind="pay").exists()
    pay(cast, 100)
    assert balance_of(cast.acme, POT) == 0


@pytest.mark.parametrize("amounts", [(-5, 6), (0, 0), (-(10**10), 10**10), (-0.5, 0.5)])
def test_legs_that_no_transfer_can_have(cast, amounts):
    with pytest.raises(ValueError, match="leg"):
        post(company=cast.acme, kind="pay", source=("test", "x"), legs=dict(zip((FUNDING, POT), amounts, strict=True)))


def test_a_reversal_is_the_opposite_and_happens_once(cast, fund):
    fund(POT, 100)
    paid = pay(cast, 100).transfer
    back = reverse(paid, source=("test", "undo"), reason="mistake").transfer
    assert {(leg.account.kind, leg.amount) for leg in back.legs.all()} == {("pot", 100), ("available", -100)}
    with pytest.raises(IntegrityError, match="reverses"), transaction.atomic():
        reverse(paid, source=("test", "undo again"), reason="mistake")
    assert points_of(cast.bob).available == 0


def test_a_floor_below_zero_lets_an_account_owe(cast, fund):
    fund(available(cast.bob), 10)
    with transaction.atomic():
        set_floor(cast.acme, available(cast.bob), -50)
    legs = {available(cast.bob): -60, FUNDING: 60}
    post(company=cast.acme, kind="back", source=("test", "x"), legs=legs)
    assert points_of(cast.bob).available == -50
    with pytest.raises(NotEnoughPoints):
        post(company=cast.acme, kind="back", source=("test", "y"), legs={available(cast.bob): -1, FUNDING: 1})
    with pytest.raises(ValueError, match="zero or less"):
        set_floor(cast.acme, available(cast.bob), 1)


def test_later_transfers_have_larger_keys_and_say_what_moved(cast, fund, django_assert_num_queries):
    fund(POT, 100)
    pay(cast, 10, "a")
    pay(cast, 20, "b")
    with django_assert_num_queries(3):
        found = transfers_of(cast.bob)
        assert [[leg.amount for leg in each.legs.all() if leg.account.member_id] for each in found] == [[20], [10]]
    assert found[0].pk > found[1].pk


def test_other_companies_have_other_books(cast, fund):
    fund(POT, 100)
    assert balance_of(cast.bolt, POT) == 0
    with transaction.atomic():
        assert lock_balance(cast.bolt, POT) == 0
    assert not Leg.objects.filter(company=cast.bolt).exists()


def test_a_payment_takes_a_fixed_number_of_queries(cast, fund, django_assert_max_num_queries):
    fund(POT, 100)
    pay(cast, 1, "first")
    with django_assert_max_num_queries(7):
        pay(cast, 1, "second")
