"""Proving the books, and what happens when they are wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from community import clock
from community.audit.models import AuditEntry
from community.web.errors import NotAllowed
from rewards.ledger import verification
from rewards.ledger.actions.post import post
from rewards.ledger.actions.seal import BLOCK_SIZE, seal_block
from rewards.ledger.actions.verify import lift_freeze, verify_ledger
from rewards.ledger.models import Account, AccountRef, Balance, Block, Freeze
from rewards.ledger.policies import check_payouts_run
from rewards.ledger.tasks import seal, verify
from rewards.ledger.verification import findings_of
from tests.rewards.ledger.conftest import POT

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(cast, fund) -> None:
    fund(POT, 500, "a")
    fund(POT, 30, "b")


def corrupt(statement: str) -> None:
    """Change rows as somebody could who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_sound_books(cast, books, capsys):
    seal_block(cast.acme)
    assert verify_ledger(cast.acme) == []
    call_command("ledger_verify")
    assert "acme: 2 transfers, all is well." in capsys.readouterr().out
    check_payouts_run(cast.acme)


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE ledger_balance SET posted = posted + 1 WHERE min_balance = 0", "says 531, and its legs sum to 530"),
        ("UPDATE ledger_leg SET amount = amount + 1 WHERE amount = 500", "has 2 legs that sum to 1"),
        ("DELETE FROM ledger_balance WHERE min_balance = 0", "has legs and no balance"),
        ("UPDATE ledger_transfer SET reason = 'a gift'", "was changed after it had been sealed"),
        ("DELETE FROM ledger_leg", "was changed after it had been sealed"),
        ("UPDATE ledger_block SET previous_digest = 'x'", "does not follow the block before it"),
        ("UPDATE ledger_balance SET posted = -1 WHERE min_balance = 0", "below its floor"),
    ],
)
def test_a_wrong_row_is_found_and_stops_payouts(cast, books, statement, finding):
    seal_block(cast.acme)
    corrupt("ALTER TABLE ledger_balance DROP CONSTRAINT ledger_balance_keeps_its_floor")
    corrupt(statement)
    assert finding in " ".join(verify_ledger(cast.acme))
    with pytest.raises(NotAllowed, match="points are safe"):
        check_payouts_run(cast.acme)
    check_payouts_run(cast.bolt)
    assert AuditEntry.objects.of(cast.acme.key).filter(action="payouts.frozen").count() == 1


def test_the_command_says_what_is_wrong_and_fails(cast, books, capsys):
    corrupt("UPDATE ledger_leg SET amount = 501 WHERE amount = 500")
    with pytest.raises(CommandError, match="The books of 1 company are wrong"):
        call_command("ledger_verify", company="acme")
    assert "sum to 1" in capsys.readouterr().err
    with pytest.raises(CommandError, match="no company with the short name nowhere"):
        call_command("ledger_verify", company="nowhere")


def test_an_admin_lets_payouts_go_on_once_the_books_are_right(cast, books):
    corrupt("UPDATE ledger_balance SET posted = posted + 1 WHERE min_balance = 0")
    assert verify() == 1
    assert verify() == 1
    with pytest.raises(NotAllowed, match="still wrong"):
        lift_freeze(member=cast.ada, reason="I looked")
    Balance.objects.filter(min_balance=0).update(posted=530)
    assert verify_ledger(cast.acme) == []
    for member, reason in ((cast.mona, "I looked"), (cast.ada, " ")):
        with pytest.raises(NotAllowed):
            lift_freeze(member=member, reason=reason)
    lift_freeze(member=cast.ada, reason="A restore had been incomplete.")
    check_payouts_run(cast.acme)
    assert Freeze.objects.get().lifted_by == cast.ada


def test_books_that_cannot_be_checked_keep_no_other_waiting(cast, books, fund, monkeypatch):
    with transaction.atomic():
        legs = {AccountRef(Account.Kind.FUNDING): -5, POT: 5}
        post(company=cast.bolt, kind="fund", source=("test", "a"), legs=legs)
    corrupt("UPDATE ledger_balance SET posted = posted + 1 WHERE min_balance = 0")

    def broken(company):
        if company == cast.acme:
            raise ValueError("a broken check")
        yield from ()

    monkeypatch.setitem(verification._checks, "test", broken)
    assert verify() == 1
    assert [each.company for each in Freeze.objects.all()] == [cast.bolt]


def test_old_seals_are_looked_at_in_turn_and_all_by_the_command(cast, books):
    with clock.frozen_at(clock.now() - timedelta(days=2)):
        seal_block(cast.acme)
    corrupt("UPDATE ledger_transfer SET reason = 'a gift'")
    assert findings_of(cast.acme)
    start = clock.now()
    hourly = []
    for hour in range(10):
        with clock.frozen_at(start + timedelta(hours=hour)):
            hourly += findings_of(cast.acme, all_seals=False)
    assert len(hourly) == 1


def test_blocks_follow_each_other_and_hold_everything_once(cast, books, fund):
    assert seal() == 1
    assert seal() == 0
    fund(POT, 1, "c")
    assert seal() == 1
    first, second = Block.objects.order_by("number")
    assert (second.number, second.previous_digest) == (2, first.digest)
    assert first.members.count() == 2 <= BLOCK_SIZE
    assert findings_of(cast.acme) == []
