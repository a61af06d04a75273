"""What a person can have handed over, and what is forgotten."""

from __future__ import annotations

import json
from uuid import uuid4

from community.web.registries.privacy import personal_data
from rewards.ledger.verification import findings_of
from rewards.payouts.actions.decide import cancel_payout
from rewards.payouts.actions.request import Part, request_payout
from rewards.payouts.models import Payout, PayoutDetails

[HELD] = [each for each in personal_data() if each.name == "payouts"]


def test_everything_held_is_handed_over(bob):
    request_payout(member=bob, parts=[Part("cash", 500)], submission=uuid4())
    told = json.dumps(HELD.export(bob.pk))
    assert "DE89370400440532013000" in told and "C-17" in told and "requested" in told


def test_nothing_is_held_of_who_took_nothing_out(cast):
    told = HELD.export(cast.alice.pk)
    assert told["details"] is None and told["payouts"] == []


def test_erasing_forgets_where_money_went_and_keeps_the_books(bob):
    [settled] = request_payout(member=bob, parts=[Part("cash", 500)], submission=uuid4())
    cancel_payout(member=bob, payout=settled)
    [under_way] = request_payout(member=bob, parts=[Part("cash", 500)], submission=uuid4())
    for _twice in range(2):
        HELD.erase(bob.pk)
    assert not PayoutDetails.objects.exists()
    assert Payout.objects.get(pk=settled.pk).payee_account == ""
    assert Payout.objects.get(pk=under_way.pk).payee_account == "DE89370400440532013000"
    cancel_payout(member=bob, payout=under_way)
    assert Payout.objects.get(pk=under_way.pk).payee_account == ""
    assert findings_of(bob.company) == []
