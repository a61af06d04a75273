"""Whoever asks in the demo reads how long an answer takes, from its own past."""

from __future__ import annotations

import pytest

from accounts.models import Company
from community.insights.expectation.models import Expectation
from community.insights.expectation.queries.said import expected_at
from tests.community.demo.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded", "at_seeding")]


def test_expected_times_exist_after_seeding():
    """The larger of the two companies has enough answers to name a time; the smaller one says that it has not."""
    said = [
        expected_at(company, NOW, language=company.default_language, topic=None)
        for company in Company.objects.filter(is_demo=True).order_by("pk")
    ]
    assert [each.is_enough for each in said] == [True, False]
    assert said[0].p50 is not None and said[1].p50 is None


def test_what_the_demo_brought_along_was_told_nothing():
    assert not Expectation.objects.exists()
