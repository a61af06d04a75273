"""Bank transfers by hand."""

from __future__ import annotations

import csv
import io
from uuid import uuid4

import pytest

from community.web.csvfile import safe_cell
from community.web.errors import NotAllowed
from rewards.ledger.models import Freeze
from rewards.ledger.verification import findings_of
from rewards.payouts.actions.by_hand import make_transfer_file, say_failed, say_paid
from rewards.payouts.actions.decide import approve_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.models import Payout, PayoutDetails, TransferBatch
from rewards.payouts.providers.transfer_file import transfer_file
from rewards.payouts.queries.payouts import payouts_in
from tests.races import race


@pytest.fixture
def cash(cast, bob) -> Payout:
    [made] = request_payout(member=bob, parts=[Part("cash", 600)], submission=uuid4())
    return approve_payout(admin=cast.ada, payout=made)


def rows_of(batch: TransferBatch) -> list[list[str]]:
    return list(csv.reader(io.StringIO(transfer_file(payouts_in(batch)).decode("utf-8-sig"))))


def test_a_file_holds_what_is_approved_and_says_the_same_again(cast, cash):
    batch = make_transfer_file(admin=cast.ada)
    head, row = rows_of(batch)
    assert head == ["payout", "account holder", "IBAN", "amount", "currency", "reference", "state"]
    assert row[:5] == [str(cash.pk), "Bob Example", "DE89370400440532013000", "6.00", "GBP"]
    PayoutDetails.objects.update(iban="GB82WEST12345698765432")
    assert rows_of(batch) == [head, row]
    cash.refresh_from_db()
    assert (cash.state, cash.batch) == ("sending", batch)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "|calc"])
def test_no_name_becomes_a_formula(cast, bob, name):
    PayoutDetails.objects.update(holder=name)
    [cash] = request_payout(member=bob, parts=[Part("cash", 500)], submission=uuid4())
    approve_payout(admin=cast.ada, payout=cash)
    assert rows_of(make_transfer_file(admin=cast.ada))[1][1] == f"'{name}"


@pytest.mark.parametrize("mark", [";", "; ", "\t", ';"'])
def test_no_name_becomes_a_formula_where_other_marks_part_cells(mark):
    assert safe_cell(f"Max{mark}=HYPERLINK(1)") == f"Max{mark}'=HYPERLINK(1)"
    assert safe_cell("Max; Moritz & Co") == "Max; Moritz & Co"


def test_without_anything_approved_there_is_no_file(cast):
    with pytest.raises(NotAllowed, match="No approved payout"):
        make_transfer_file(admin=cast.ada)
    assert not TransferBatch.objects.exists()


def test_only_admins_make_files_and_only_while_the_books_are_right(cast, cash):
    with pytest.raises(NotAllowed):
        make_transfer_file(admin=cast.mona)
    Freeze.objects.create(company=cast.acme, findings=["x"])
    with pytest.raises(NotAllowed, match="Your points are safe"):
        make_transfer_file(admin=cast.ada)


@pytest.mark.django_db(transaction=True)
def test_two_admins_at_once_put_no_payout_into_two_files(cast, cash, second):
    admins = [cast.ada, second]
    outcomes = race(2, lambda n: make_transfer_file(admin=type(second).objects.get(pk=admins[n].pk)).number)
    assert outcomes == {"1": 1, "NotAllowed": 1}


def test_an_admins_word_settles_it(cast, bob, cash, points):
    make_transfer_file(admin=cast.ada)
    cash.refresh_from_db()
    assert say_paid(admin=cast.ada, payout=cash, reference="T-1").state == "paid"
    assert points(bob) == {"pending": 0, "held": 0, "available": 400, "payout_pending": 0}
    with pytest.raises(NotAllowed, match="not on its way"):
        say_failed(admin=cast.ada, payout=cash, reason="No")
    assert findings_of(cast.acme) == []


def test_what_did_not_arrive_comes_back(cast, bob, cash, points):
    make_transfer_file(admin=cast.ada)
    cash.refresh_from_db()
    with pytest.raises(NotAllowed, match="Say why"):
        say_failed(admin=cast.ada, payout=cash, reason="")
    say_failed(admin=cast.ada, payout=cash, reason="The bank sent it back")
    assert points(bob)["available"] == 1000
    assert findings_of(cast.acme) == []


def test_nobody_says_it_of_their_own_nor_of_what_was_not_sent(cast, bob, cash):
    with pytest.raises(NotAllowed, match="not on its way"):
        say_paid(admin=cast.ada, payout=cash)
    make_transfer_file(admin=cast.ada)
    cash.refresh_from_db()
    bob.role = "admin"
    bob.save()
    with pytest.raises(NotAllowed, match="their own payout"):
        say_paid(admin=bob, payout=cash)


@pytest.mark.django_db(transaction=True)
def test_paid_and_failed_at_once_are_one_of_both(cast, bob, cash, points):
    make_transfer_file(admin=cast.ada)

    def act(number: int) -> str:
        payout, admin = Payout.objects.get(pk=cash.pk), type(bob).objects.get(pk=cast.ada.pk)
        return (
            say_failed(admin=admin, payout=payout, reason="No") if number % 2 else say_paid(admin=admin, payout=payout)
        ).state

    outcomes = race(8, act)
    assert outcomes["NotAllowed"] == 7
    assert findings_of(cast.acme) == []


def test_a_file_says_what_is_paid_already(cast, cash):
    batch = make_transfer_file(admin=cast.ada)
    cash.refresh_from_db()
    say_paid(admin=cast.ada, payout=cash)
    assert rows_of(batch)[1][-1] == "paid"
