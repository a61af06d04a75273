"""Books with something in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from rewards.ledger.actions.post import Posting, post
from rewards.ledger.models import Account, AccountRef

FUNDING = AccountRef(Account.Kind.FUNDING)
POT = AccountRef(Account.Kind.POT, purpose="2026-11")


def available(member) -> AccountRef:
    return AccountRef(Account.Kind.AVAILABLE, member.pk)


@pytest.fixture
def fund(cast) -> Callable[..., Posting]:
    """Put points of Acme's money into an account, once for each name."""

    def put(ref: AccountRef, points: int, name: str = "first") -> Posting:
        with transaction.atomic():
            return post(company=cast.acme, kind="fund", source=("test", name), legs={FUNDING: -points, ref: points})

    return put
