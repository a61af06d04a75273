from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from accounts.models import Membership
from tests.community.notifications.backends import Picky


@pytest.fixture
def confirm() -> Callable[..., None]:
    """Return a function that confirms the members' addresses."""

    def confirmed(*members: Membership) -> None:
        for member in members:
            assert member.person is not None
            EmailAddress.objects.create(user=member.person, email=member.person.email, verified=True, primary=True)

    return confirmed


@pytest.fixture
def mail_server(settings: Any) -> type[Picky]:
    """A mail server that refuses whatever the test wants."""
    settings.EMAIL_BACKEND = "tests.community.notifications.backends.Picky"
    Picky.errors.clear()
    Picky.taken.clear()
    return Picky
