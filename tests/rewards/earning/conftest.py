"""A company that pays for help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Membership
from community import clock
from rewards.earning.models import Earning, PriceList, Program
from tests import factories
from tests.conftest import Cast

PRICES = {
    "monthly_pot": 1000,
    "soft_cap": 10_000,
    "rate_above_cap": 25,
    "accepted_answer": 100,
    "first_answer": 0,
    "helpful_vote": 0,
    "reuse": 0,
    "make_good": 0,
}


def confirm(member: Membership) -> None:
    """Let the member's e-mail address be confirmed."""
    EmailAddress.objects.create(user=member.person, email=member.person.email, verified=True, primary=True)


def settle_in(member: Membership) -> Membership:
    """Let the member be confirmed and have joined long ago."""
    confirm(member)
    Membership.objects.filter(pk=member.pk).update(joined_at=clock.now() - timedelta(days=30))
    member.refresh_from_db()
    return member


@pytest.fixture
def second_admin(cast: Cast) -> Membership:
    return factories.make_member(cast.acme, "Ben", role="admin")


@pytest.fixture
def program(cast: Cast) -> Program:
    """Acme's programme, running since yesterday."""
    return Program.objects.create(company=cast.acme, is_running=True, created_at=clock.now() - timedelta(days=1))


@pytest.fixture
def price(cast: Cast, program: Program, second_admin: Membership) -> Callable[..., PriceList]:
    """Put a list into force with these prices; everything else is not paid."""

    def put(**prices: Any) -> PriceList:
        PriceList.objects.filter(company=cast.acme, state="active").update(state="retired", retired_at=clock.now())
        return PriceList.objects.create(
            company=cast.acme,
            version=PriceList.objects.filter(company=cast.acme).count() + 1,
            state=PriceList.State.ACTIVE,
            author=cast.ada,
            activated_by=second_admin,
            activated_at=clock.now(),
            **{**PRICES, **prices},
        )

    return put


@pytest.fixture
def prices(price: Callable[..., PriceList]) -> PriceList:
    """A list with 100 points for an accepted answer and 1,000 in the pot."""
    return price()


@pytest.fixture
def verified(cast: Cast, program: Program) -> Iterator[None]:
    """Let the books be right, before and after."""
    from rewards.ledger.verification import findings_of

    yield
    assert findings_of(cast.acme) == []


def only(**where: Any) -> Earning:
    """Return the one decision that fits."""
    return Earning.objects.get(**where)
