"""What proxies and supervisors ask."""

from __future__ import annotations

import pytest
from django.test import Client


def test_a_living_process_says_so_without_asking_anybody():
    answer = Client(HTTP_HOST="localhost").get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_a_process_with_a_database_is_ready(django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = Client(HTTP_HOST="localhost").get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
