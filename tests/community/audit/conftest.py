from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Person
from tests import factories


@pytest.fixture
def operator(db: None) -> Person:
    return factories.make_person("olga@example.com", is_superuser=True, is_staff=True)


@pytest.fixture
def operators_browser(operator: Person) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    return client
