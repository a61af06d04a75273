"""What the database refuses, whoever asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community import clock
from rewards.earning.models import Earning, PriceList, Program
from tests import factories

pytestmark = pytest.mark.django_db


def draft(cast, version=9, **fields):
    return PriceList.objects.create(company=cast.acme, version=version, author=cast.ada, **fields)


def decision(cast, prices, sequence=1, **fields):
    now = clock.now()
    return Earning.objects.create(
        **{
            "company": cast.acme, "member": cast.bob, "act": "accepted", "source": f"s{sequence}", "subject": "question:1",
            "price_list": prices, "points": 10, "reason": "price", "month": "2026-11", "sequence": sequence,
            "occurred_at": now, "state": "pending", "matures_at": now + timedelta(days=14), **fields,
        }
    )  # fmt: skip


def refused(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("points_mature_for_days", {"maturation_days": 2}),
        ("a_point_is_worth_something", {"minor_units_per_point": 0}),
        ("currency_is_three_letters", {"currency": "gb"}),
    ],
)
def test_programmes(cast, name, fields):
    refused(name, lambda: Program.objects.create(company=cast.acme, **fields))


def test_one_list_in_force(cast, prices, second_admin):
    rest = {"state": "active", "activated_by": second_admin, "activated_at": clock.now()}
    refused("one_active_price_list", lambda: draft(cast, **rest))


def test_one_list_of_a_version(cast, prices):
    refused("price_list_version_once", lambda: draft(cast, version=1))


def test_nobody_approves_their_own_list(cast):
    rest = {"state": "active", "activated_by": cast.ada, "activated_at": clock.now()}
    refused("price_list_approved_by_somebody_else", lambda: draft(cast, **rest))


def test_no_list_comes_into_force_unapproved(cast):
    refused("price_list_in_force_was_approved", lambda: draft(cast, state="active"))


def test_no_percentage_above_a_hundred(cast):
    refused("rate_above_cap_is_a_percentage", lambda: draft(cast, rate_above_cap=101))


@pytest.mark.parametrize("fields", [{"accepted_answer": 500}, {"state": "draft"}, {"version": 7}])
def test_a_list_in_force_stays_as_it_is(cast, prices, fields):
    refused("price list 1 was in force", lambda: PriceList.objects.filter(pk=prices.pk).update(**fields))


def test_a_list_that_was_in_force_is_not_deleted(prices):
    refused("was in force", prices.delete)


def test_a_draft_can_change_and_go(cast):
    changed = draft(cast)
    changed.accepted_answer = 7
    changed.save()
    changed.delete()


def test_one_decision_for_a_source(cast, prices):
    decision(cast, prices)
    refused("deed_decided_once", lambda: decision(cast, prices, 2, source="s1", subject="question:2"))


def test_one_standing_award_for_a_subject(cast, prices):
    decision(cast, prices)
    refused("one_standing_award", lambda: decision(cast, prices, 2))


def test_one_decision_for_a_number(cast, prices):
    decision(cast, prices)
    refused("decision_sequence_once", lambda: decision(cast, prices, 1, source="s2", subject="question:2"))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("refused_or_paid_with_a_reason", {"state": "refused"}),
        ("refused_or_paid_with_a_reason", {"points": 0}),
        ("refused_or_paid_with_a_reason", {"refusal": "staff"}),
        ("refused_or_paid_with_a_reason", {"price_list": None}),
        ("refused_or_paid_with_a_reason", {"matures_at": None}),
        ("ended_with_a_reason", {"state": "void"}),
        ("only_spent_points_fall_short", {"shortfall": 3}),
        ("held_with_a_reason", {"state": "held"}),
    ],
)
def test_decisions(cast, prices, name, fields):
    refused(name, lambda: decision(cast, prices, **fields))


@pytest.mark.parametrize("fields", [{"points": 11}, {"facts": {"act": "x"}}, {"sequence": 4}, {"month": "2026-12"}])
def test_what_was_decided_stays(cast, prices, fields):
    made = decision(cast, prices)
    refused("stays as it was made", lambda: Earning.objects.filter(pk=made.pk).update(**fields))


def test_a_decision_is_not_deleted(cast, prices):
    refused("stays as it was made", decision(cast, prices).delete)


def test_an_end_is_final(cast, prices):
    made = decision(
        cast, prices, state="void", ended_at=clock.now(), ended_sequence=2, ended_reason="acceptance_withdrawn"
    )
    refused("stays as it was made", lambda: Earning.objects.filter(pk=made.pk).update(state="vested"))


def test_a_member_of_another_company_earns_nothing_here(cast, prices):
    refused("belongs to another company", lambda: decision(cast, prices, member=cast.charlie))


def test_a_price_list_of_another_company_pays_nothing_here(cast, prices):
    other = PriceList.objects.create(
        company=cast.bolt, version=1, author=cast.charlie, state="active", activated_at=clock.now(),
        activated_by=factories.make_member(cast.bolt),
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="share_a_company"), transaction.atomic():
        decision(cast, other)
        from django.db import connection

        connection.check_constraints()
