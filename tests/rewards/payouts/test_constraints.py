"""What the database refuses about payouts, whatever code asks for it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from community import clock
from rewards.payouts.actions.decide import approve_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.models import (
    Charity,
    CreditWebhook,
    ExpiryWarning,
    Payout,
    PayoutAttempt,
    PayoutDetails,
    PayoutRules,
    StatementMail,
    TransferBatch,
)
from tests import factories


@pytest.fixture
def payout(bob) -> Payout:
    return request_payout(member=bob, parts=[Part("credit", 600)], submission=uuid4())[0]


def refused(name: str, change) -> None:
    """Assert that the database refuses the change by the constraint."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert name in str(error.value) or name == error.value.__cause__.diag.constraint_name


def of(payout: Payout):
    return Payout.objects.filter(pk=payout.pk)


CHANGES = [
    ("payouts_stay_as_asked_for", {"points": 601}),
    ("payouts_stay_as_asked_for", {"amount_minor": 1}),
    ("payouts_stay_as_asked_for", {"currency": "EUR"}),
    ("payouts_stay_as_asked_for", {"payee_account": "C-18"}),
    ("payouts_stay_as_asked_for", {"needs_second": True}),
    ("payouts_sent_where_they_were", {"sent_to": "https://elsewhere.example/"}),
    ("payouts_move_by_known_steps", {"state": "paid", "settled_at": clock.now()}),
    ("payouts_move_by_known_steps", {"state": "sending"}),
    ("payouts_sent_only_when_approved", {"state": "approved"}),
    ("payouts_settled_at_the_end", {"state": "cancelled"}),
    ("payouts_settled_at_the_end", {"settled_at": clock.now()}),
    ("payouts_refused_for_a_reason", {"state": "refused", "settled_at": clock.now()}),
]


@pytest.mark.parametrize(("name", "fields"), CHANGES)
def test_a_payout_changes_by_its_known_steps_only(payout, name, fields):
    refused(name, lambda: of(payout).update(**fields))


def test_nobody_approves_their_own(payout, bob):
    refused("payouts_nobody_approves_their_own", lambda: of(payout).update(approved_by=bob))
    refused("payouts_nobody_approves_their_own", lambda: of(payout).update(second_by=bob))


def test_the_second_admin_is_another(cast, payout):
    refused("payouts_two_different_admins", lambda: of(payout).update(approved_by=cast.ada, second_by=cast.ada))
    refused("payouts_two_different_admins", lambda: of(payout).update(second_by=cast.ada))


def test_a_large_one_is_not_approved_by_one(cast, bob, rules):
    rules.second_person_limit = 600
    rules.save()
    [large] = request_payout(member=bob, parts=[Part("credit", 600)], submission=uuid4())
    refused("payouts_sent_only_when_approved", lambda: of(large).update(state="approved", approved_by=cast.ada))


def test_what_is_settled_stays_settled(cast, bob, charity):
    from rewards.payouts.actions.send import send_payout

    [gift] = request_payout(member=bob, parts=[Part("charity", 10, charity)], submission=uuid4())
    approve_payout(admin=cast.ada, payout=gift)
    send_payout(gift.pk)
    refused("payouts_settled_stay_so", lambda: of(gift).update(state="approved", settled_at=None))
    of(gift).update(payee="", payee_account="")
    refused("payouts_stay_as_asked_for", lambda: of(gift).update(payee="Somebody else"))
    for field in ("reference", "reason", "sent_to"):
        refused("payouts_settled_stay_so", lambda name=field: of(gift).update(**{name: "x"}))
    for field in ("approved_at", "second_at", "settled_at", "sent_at"):
        refused("payouts_settled_stay_so", lambda name=field: of(gift).update(**{name: clock.now()}))
    other = factories.make_member(cast.acme, "Aron", role="admin")
    refused("payouts_settled_stay_so", lambda: of(gift).update(approved_by=other))
    refused("payouts_settled_stay_so", lambda: of(gift).update(second_by=other))
    batch = TransferBatch.objects.create(company=cast.acme, number=1, made_by=cast.ada)
    refused("payouts_settled_stay_so", lambda: of(gift).update(batch=batch))


def test_payouts_and_their_steps_are_kept(payout):
    refused("payouts_are_kept", lambda: PayoutAttempt.objects.filter(payout=payout).update(said="x"))
    refused("payouts_are_kept", lambda: PayoutAttempt.objects.filter(payout=payout).delete())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM payouts_payout WHERE id = %s", [payout.pk])


def make(payout: Payout, **fields) -> None:
    words = {
        "company": payout.company, "member": payout.member, "method": "credit", "points": 5, "amount_minor": 5,
        "currency": "GBP", "submission": uuid4(),
    }  # fmt: skip
    Payout.objects.create(**(words | fields))


NEW = [
    ("payouts_amount_is_positive", {"points": 0}),
    ("payouts_amount_is_positive", {"points": -5}),
    ("payouts_amount_is_positive", {"points": 10**9 + 1}),
    ("payouts_amount_is_positive", {"amount_minor": 0}),
    ("payouts_currency_is_one", {"currency": "gbp"}),
    ("payouts_gift_names_its_charity", {"method": "charity"}),
    ("payouts_gift_names_its_charity", {"method": "sweets"}),
]


@pytest.mark.parametrize(("name", "fields"), NEW)
def test_a_payout_that_cannot_be_is_not_written(payout, name, fields):
    refused(name, lambda: make(payout, **fields))


def test_a_form_makes_each_part_once(payout):
    refused("payouts_once_for_a_submission", lambda: make(payout, submission=payout.submission))


def test_nothing_of_another_company_is_named(cast, payout):
    elsewhere = Charity.objects.create(company=cast.bolt, name="Elsewhere")
    batch = TransferBatch.objects.create(company=cast.bolt, number=1, made_by=cast.charlie)
    refused("payouts_charity_shares_the_company", lambda: make(payout, method="charity", charity=elsewhere))
    refused("payouts_batch_shares_the_company", lambda: of(payout).update(batch=batch))
    refused(
        "payouts_trail_shares_the_company",
        lambda: PayoutAttempt.objects.create(company=cast.bolt, payout=payout, step="sent"),
    )
    refused(
        "payouts_expiry_shares_the_company",
        lambda: PayoutRules.objects.filter(company=cast.acme).update(expiry_charity=elsewhere),
    )


RULES = [
    ("payouts_thresholds_are_positive", {"threshold": 0}),
    ("payouts_thresholds_are_positive", {"second_person_limit": 0}),
    ("payouts_one_admin_has_a_limit", {"second_person_limit": 20_001}),
    ("payouts_window_has_days", {"first_day": 10, "last_day": 9}),
    ("payouts_window_has_days", {"first_day": 0}),
    ("payouts_window_has_days", {"first_day": 29, "last_day": 30}),
    ("payouts_window_has_months", {"cash_months": [0]}),
    ("payouts_window_has_months", {"cash_months": [6, 13]}),
    ("payouts_changes_wait_a_day", {"details_wait_hours": 0}),
]


@pytest.mark.parametrize(("name", "fields"), RULES)
def test_rules_that_cannot_be_are_not_kept(rules, name, fields):
    refused(name, lambda: PayoutRules.objects.update(**fields))


def test_the_small_rows_are_sound_too(cast, charity, bob):
    refused("payouts_charity_once", lambda: Charity.objects.create(company=cast.acme, name="Sea rescue"))
    refused("payouts_charity_has_a_name", lambda: Charity.objects.create(company=cast.acme, name=""))
    refused("payouts_account_has_a_holder", lambda: PayoutDetails.objects.update(holder=""))
    refused("payouts_iban_looks_like_one", lambda: PayoutDetails.objects.update(iban="hello"))
    refused("payouts_webhook_is_complete", lambda: CreditWebhook.objects.update(secret=""))
    day = clock.now().date()
    refused(
        "payouts_two_warnings",
        lambda: ExpiryWarning.objects.create(company=cast.acme, member=bob, expires_on=day, number=3),
    )
    ExpiryWarning.objects.create(company=cast.acme, member=bob, expires_on=day, number=1)
    refused(
        "payouts_each_warning_once",
        lambda: ExpiryWarning.objects.create(company=cast.acme, member=bob, expires_on=day, number=1),
    )
    refused(
        "payouts_statement_mail_has_a_month",
        lambda: StatementMail.objects.create(company=cast.acme, member=bob, month="October"),
    )
    StatementMail.objects.create(company=cast.acme, member=bob, month="2026-10")
    refused(
        "payouts_one_statement_mail_a_month",
        lambda: StatementMail.objects.create(company=cast.acme, member=bob, month="2026-10"),
    )
    TransferBatch.objects.create(company=cast.acme, number=1, made_by=cast.ada)
    refused(
        "payouts_batch_number_once",
        lambda: TransferBatch.objects.create(company=cast.acme, number=1, made_by=cast.ada),
    )
