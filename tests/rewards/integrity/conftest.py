"""A company that pays for help, and accounts that deal with themselves in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Membership
from community import clock
from community.questions.actions.accept import accept_answer
from rewards.earning.models import Earning
from rewards.integrity.actions.trace import leave_trace
from rewards.integrity.models import RewardCase
from tests import factories
from tests.conftest import Cast
from tests.kept import keep_with
from tests.rewards.earning.conftest import price, program, second_admin

__all__ = ["price", "program", "second_admin"]

HERE, THERE = "192.0.2.1", "198.51.100.7"
PHONE, LAPTOP = "A phone", "A laptop"


def act_from(member: Membership, address: str = HERE, browser: str = PHONE) -> None:
    leave_trace(member=member, address=address, browser=browser)


def joined_long_ago(*members: Membership) -> None:
    for member in members:
        Membership.objects.filter(pk=member.pk).update(joined_at=clock.now() - timedelta(days=200))
        member.refresh_from_db()


def solve_later(asker: Membership, helper: Membership, minutes: int = 30, **fields: Any) -> Any:
    """Ask, answer, and accept so many minutes later."""
    question = factories.ask(asker, **fields)
    found = factories.answer(helper, question)
    with clock.moved(timedelta(minutes=minutes)):
        accept_answer(member=asker, answer=found)
    return found


@pytest.fixture
def paying(cast: Cast, price: Callable[..., Any]) -> Cast:
    """Acme pays, from a pot that is deep enough; Alice, Bob and Mona are no newcomers."""
    price(monthly_pot=100_000)
    joined_long_ago(cast.alice, cast.bob, cast.mona)
    return cast


@pytest.fixture
def held(paying: Cast, second_admin: Membership, deliver_all: Any) -> RewardCase:
    """Alice, a young account on Bob's own phone, has accepted his answer."""
    return keep_with(paying, "a held case", lambda: _make_held(paying, deliver_all), second_admin)


def _make_held(paying: Cast, deliver_all: Any) -> RewardCase:
    Membership.objects.filter(pk=paying.alice.pk).update(joined_at=clock.now() - timedelta(hours=2))
    paying.alice.refresh_from_db()
    act_from(paying.alice)
    act_from(paying.bob)
    solve_later(paying.alice, paying.bob)
    with clock.moved(timedelta(minutes=31)):
        deliver_all()
    assert Earning.objects.get(act="accepted").state == "held"
    return RewardCase.objects.get()
