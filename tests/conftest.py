"""The fixed cast and what every test may need. Databases are real: see tests/stack_plugin.py."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.test import Client, TransactionTestCase
from django.urls import get_script_prefix

from accounts.models import Company, Membership
from community.events.drain import drain_stream
from community.events.models import Delivery
from community.web.breaker import redis_breaker
from community.web.templatetags import memo
from tests import factories
from tests.emptying import empty_tables
from tests.migrated import Migrated


@dataclass(frozen=True)
class Cast:
    """Two companies and the people whom every test knows."""

    acme: Company
    bolt: Company
    alice: Membership
    bob: Membership
    mona: Membership
    ada: Membership
    charlie: Membership


@pytest.fixture(scope="session")
def migrated(django_test_environment: None) -> Migrated:
    """Return the database in which all migrations have run, or the place for it."""
    return Migrated()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, migrated: Migrated, django_db_blocker) -> None:
    """Let the database of the tests begin as a copy of the one in which all migrations have run."""
    with django_db_blocker.unblock():
        migrated.choose()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, migrated: Migrated, django_db_blocker) -> None:
    """Keep the database for the next ones if the migrations have just run in it."""
    with django_db_blocker.unblock():
        migrated.keep()


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """After a test with real commits, empty the tables in our own way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_tables())
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """Alice asks, Bob helps, Mona moderates, Ada runs Acme; Charlie is from the other company."""
    acme, bolt = factories.make_companies({"slug": "acme"}, {"slug": "bolt"})
    alice, bob, mona, ada, charlie = factories.make_members(
        {"company": acme, "display_name": "Alice"},
        {"company": acme, "display_name": "Bob"},
        {"company": acme, "display_name": "Mona", "role": "moderator"},
        {"company": acme, "display_name": "Ada", "role": "admin", "affiliation": "staff"},
        {"company": bolt, "display_name": "Charlie"},
    )
    return Cast(acme, bolt, alice, bob, mona, ada, charlie)


@pytest.fixture
def browser_of() -> Callable[[Membership | None], Client]:
    """Return a test client that is signed in as the member, or a visitor's."""

    def make(member: Membership | None) -> Client:
        client = Client(HTTP_HOST="localhost")
        if member is not None and member.person is not None:
            client.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


@pytest.fixture
def deliver_all() -> Callable[[], int]:
    """Apply every open receipt, as the workers do, until none is due."""

    def deliver() -> int:
        total = 0
        while True:
            streams = sorted(set(Delivery.objects.open().values_list("company", "stream")))
            closed = sum(drain_stream(company, stream) for company, stream in streams)
            if not closed:
                return total
            total += closed

    return deliver


@pytest.fixture(autouse=True)
def fresh_limits(settings) -> None:
    """Give every test counts and a cache of its own; the limits themselves are on."""
    settings.RATE_LIMIT_PREFIX = f"limit-{uuid.uuid4().hex}"
    # Nor is anything kept from another run, whose rows had the same ids.
    run = uuid.uuid4().hex
    settings.CACHES = {name: {**each, "KEY_PREFIX": f"{name}-{run}"} for name, each in settings.CACHES.items()}
    # A busy machine may keep Redis from answering for a moment; only tests of that very thing shall notice.
    settings.REDIS_TIMEOUT_SECONDS = 5.0
    redis_breaker.reset()


@pytest.fixture(autouse=True)
def honest_memos(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test in which a kept piece of a page is not what rendering it again would give."""
    monkeypatch.setattr(memo, "verify", True)


@pytest.fixture(autouse=True)
def no_prefix_leaks() -> Iterator[None]:
    """Fail a test after which the thread still stands in a company's address space."""
    yield
    assert get_script_prefix() == "/"
