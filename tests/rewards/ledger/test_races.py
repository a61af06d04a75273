"""Many at once, on real connections."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction

from rewards.ledger.actions.post import post
from rewards.ledger.models import Account, AccountRef
from rewards.ledger.queries import balance_of, points_of
from rewards.ledger.verification import findings_of
from tests.races import race
from tests.rewards.ledger.conftest import POT, available

pytestmark = pytest.mark.django_db(transaction=True)


def move(cast, name: str, legs: dict[AccountRef, int]) -> bool:
    with transaction.atomic():
        return post(company=cast.acme, kind="move", source=("test", name), legs=legs).is_new


def test_twenty_spends_of_500_from_1000_pay_exactly_two(cast, fund):
    fund(available(cast.bob), 1000)
    paid_out = AccountRef(Account.Kind.PAID_OUT, purpose="cash")
    outcome = race(20, lambda n: move(cast, f"spend {n}", {available(cast.bob): -500, paid_out: 500}))
    assert outcome == Counter({"NotEnoughPoints": 18, "True": 2})
    assert points_of(cast.bob).available == 0
    assert findings_of(cast.acme) == []


def test_twenty_tries_of_one_thing_pay_once(cast, fund):
    fund(POT, 1000)
    outcome = race(20, lambda n: move(cast, "same", {POT: -100, available(cast.bob): 100}))
    assert outcome == Counter({"False": 19, "True": 1})
    assert points_of(cast.bob).available == 100


def test_one_pot_is_never_overspent_and_nobody_waits_for_ever(cast, fund):
    fund(POT, 450)
    members = [cast.alice, cast.bob, cast.mona, cast.ada]

    def pay_or_give_back(n: int) -> bool:
        member = members[n % 4]
        won = move(cast, f"pay {n}", {POT: -50, available(member): 50})
        return won and move(cast, f"back {n}", {available(member): -10, POT: 10})

    outcome = race(16, pay_or_give_back)
    left = balance_of(cast.acme, POT)
    assert outcome["True"] >= 9
    assert set(outcome) <= {"True", "NotEnoughPoints"}
    assert left + sum(points_of(member).available for member in members) == 450
    assert left >= 0
    assert findings_of(cast.acme) == []
