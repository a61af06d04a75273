"""What the database refuses, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from rewards.ledger.actions.post import post
from rewards.ledger.actions.seal import seal_block
from rewards.ledger.models import Account, AccountRef, Freeze, Leg, Transfer
from tests.rewards.ledger.conftest import FUNDING, POT, available

pytestmark = pytest.mark.django_db


def run(statement: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def paid(cast, fund) -> Transfer:
    fund(POT, 100)
    return post(company=cast.acme, kind="pay", source=("test", "x"), legs={POT: -10, available(cast.bob): 10}).transfer


def test_a_transfer_without_legs(cast, paid):
    with pytest.raises(IntegrityError, match="has 0 legs"):
        run(
            "INSERT INTO ledger_transfer (company_id, kind, source_type, source_id, reason, effective_at)"
            " VALUES (%s, 'a', 'b', 'c', '', now())",
            cast.acme.pk,
        )


def test_a_leg_that_makes_a_transfer_lean(paid):
    with pytest.raises(IntegrityError, match="sum to"):
        run(
            "INSERT INTO ledger_leg (transfer_id, account_id, company_id, amount)"
            " SELECT %s, id, company_id, 5 FROM ledger_account WHERE kind = 'funding'",
            paid.pk,
        )


@pytest.mark.django_db(transaction=True)
def test_a_pair_of_legs_behind_a_finished_transfer(cast, fund):
    finished = fund(POT, 100).transfer
    refs = [Account.objects.create(company=cast.acme, kind="charity", purpose=str(n)) for n in range(2)]
    with pytest.raises(IntegrityError, match="complete before"), transaction.atomic():
        Leg.objects.bulk_create(
            Leg(transfer=finished, account=account, company=cast.acme, amount=amount)
            for account, amount in zip(refs, (-5, 5), strict=True)
        )


@pytest.mark.parametrize("table", ["transfer", "leg", "block", "blockmember", "account"])
@pytest.mark.parametrize("statement", ["DELETE FROM ledger_{}", "UPDATE ledger_{} SET {} = {}"])
def test_what_is_written_stays(cast, paid, table, statement):
    seal_block(cast.acme)
    column = {"leg": "amount", "blockmember": "block_id", "block": "number"}.get(table, "kind")
    with pytest.raises(IntegrityError, match="only ever added to"):
        run(statement.format(table, column, column))


@pytest.mark.parametrize(
    "table",
    [
        *("ledger_transfer", "ledger_leg", "ledger_block", "ledger_blockmember", "ledger_account", "ledger_balance"),
        *("earning_earning", "earning_pricelist"),
    ],
)
def test_the_books_are_never_emptied(paid, table):
    run("SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL peerdesk.may_truncate = 'off'")
    with pytest.raises(IntegrityError, match="only ever added to"):
        run(f"TRUNCATE {table} CASCADE")


def test_a_balance_stays_and_keeps_its_floor(paid):
    with pytest.raises(IntegrityError, match="only ever added to"):
        run("DELETE FROM ledger_balance")
    with pytest.raises(IntegrityError, match="keeps_its_floor"):
        run("UPDATE ledger_balance SET posted = -1 WHERE min_balance = 0")


def test_one_thing_pays_once(cast, paid):
    with pytest.raises(IntegrityError, match="once_for_its_source"):
        run(
            "INSERT INTO ledger_transfer (company_id, kind, source_type, source_id, reason, effective_at)"
            " VALUES (%s, 'pay', 'test', 'x', '', now())",
            cast.acme.pk,
        )


@pytest.mark.parametrize("amount", [0, 10**9 + 1, -(10**9) - 1])
def test_a_leg_of_no_sound_amount(paid, amount):
    with pytest.raises(IntegrityError, match="sound_amount"):
        run(
            "INSERT INTO ledger_leg (transfer_id, account_id, company_id, amount)"
            " SELECT %s, id, company_id, %s FROM ledger_account WHERE kind = 'funding'",
            paid.pk,
            amount,
        )
    with pytest.raises(DataError):
        run("UPDATE ledger_balance SET posted = %s", 10**30)


def test_a_leg_in_another_companys_account(cast, paid):
    accounts = [Account.objects.create(company=cast.bolt, kind=kind) for kind in ("funding", "expired")]
    with pytest.raises(IntegrityError, match="share_a_company"):
        run(
            "INSERT INTO ledger_leg (transfer_id, account_id, company_id, amount) VALUES (%s, %s, %s, 5), (%s, %s, %s, -5)",
            *(paid.pk, accounts[0].pk, cast.acme.pk),
            *(paid.pk, accounts[1].pk, cast.acme.pk),
        )


def test_an_account_of_the_wrong_owner_or_twice(cast, paid):
    for fields in ({"kind": "available"}, {"kind": "pot", "member": cast.bob}):
        with pytest.raises(IntegrityError, match="right_owner"), transaction.atomic():
            Account.objects.create(company=cast.acme, **fields)
    with pytest.raises(IntegrityError, match="account_once"), transaction.atomic():
        Account.objects.create(company=cast.acme, kind=FUNDING.kind)


def test_two_standing_freezes_and_one_lifted_for_nothing(cast):
    freeze = Freeze.objects.create(company=cast.acme)
    with pytest.raises(IntegrityError, match="one_standing_freeze"), transaction.atomic():
        Freeze.objects.create(company=cast.acme)
    with pytest.raises(IntegrityError, match="lifted_for_a_reason"), transaction.atomic():
        Freeze.objects.filter(pk=freeze.pk).update(lifted_at=freeze.frozen_at)


def test_a_transfer_that_takes_back_another_companys(cast, paid):
    legs = {FUNDING: -1, AccountRef(Account.Kind.EXPIRED): 1}
    with pytest.raises(IntegrityError, match="shares_a_company"), transaction.atomic():
        post(company=cast.bolt, kind="undo", source=("test", "y"), legs=legs, reverses=paid)
        run("SELECT 1")
