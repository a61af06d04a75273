"""A community with a programme, a charity, and members who have points to spend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import Membership
from community import clock
from rewards.earning.models import Program
from rewards.ledger.actions.post import post
from rewards.ledger.models import Account, AccountRef
from rewards.payouts.models import Charity, CreditWebhook, PayoutDetails, PayoutRules
from tests import factories
from tests.conftest import Cast

IBAN = "DE89370400440532013000"


def fund(member: Membership, points: int) -> None:
    """Give the member spendable points from outside."""
    with transaction.atomic():
        legs = {AccountRef(Account.Kind.FUNDING): -points, AccountRef(Account.Kind.AVAILABLE, member.pk): points}
        post(company=member.company, kind="reversal", source=("month", str(uuid4())), legs=legs)


@pytest.fixture
def program(cast: Cast) -> Program:
    return Program.objects.create(company=cast.acme, is_running=True)


@pytest.fixture
def rules(cast: Cast) -> PayoutRules:
    return PayoutRules.objects.create(company=cast.acme, threshold=500, credit_threshold=100, offers_credit=True)


@pytest.fixture
def charity(cast: Cast) -> Charity:
    return Charity.objects.create(company=cast.acme, name="Sea rescue")


@pytest.fixture
def webhook(cast: Cast) -> CreditWebhook:
    return CreditWebhook.objects.create(
        company=cast.acme, url="https://billing.example/points", secret="whsec_" + "a2V5" * 8
    )


@pytest.fixture
def bob(cast: Cast, program: Program, rules: PayoutRules, charity: Charity, webhook: CreditWebhook) -> Membership:
    """Bob has 1,000 points, payout details that are old enough, and every way to take points out."""
    PayoutDetails.objects.create(
        company=cast.acme, member=cast.bob, holder="Bob Example", iban=IBAN, customer_number="C-17", is_of_age=True,
        changed_at=clock.now() - timedelta(days=30),
    )  # fmt: skip
    fund(cast.bob, 1000)
    return cast.bob


@pytest.fixture
def second(cast: Cast) -> Membership:
    """Return a second admin of Acme."""
    return factories.make_member(cast.acme, "Aron", role="admin")


@pytest.fixture
def points(cast: Cast) -> Callable[[Membership], dict[str, int]]:
    """Return what a member has, by kind of account."""
    from rewards.ledger.queries import points_of

    return lambda member: vars(points_of(member))


@pytest.fixture
def confirm() -> Callable[..., None]:
    """Return a function that confirms the members' addresses."""

    def confirmed(*members: Membership) -> None:
        for member in members:
            assert member.person is not None
            EmailAddress.objects.create(user=member.person, email=member.person.email, verified=True, primary=True)

    return confirmed
