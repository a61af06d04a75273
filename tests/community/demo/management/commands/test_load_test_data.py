from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Company
from community.search.models import SearchDocument

pytestmark = pytest.mark.django_db


def test_it_makes_questions_that_can_be_found() -> None:
    out = StringIO()
    call_command("load_test_data", "--questions=50", "--members=20", stdout=out)

    assert "Made 50 questions." in out.getvalue()
    assert SearchDocument.objects.filter(company__slug="load").count() == 50


def test_it_leaves_a_company_that_exists_alone() -> None:
    Company.objects.create(slug="load", name="Load Bearing Walls", languages=["en"])

    with pytest.raises(CommandError, match="name another with --company"):
        call_command("load_test_data")


def test_it_refuses_real_servers(settings: Settings) -> None:
    settings.EMBEDDED = None

    with pytest.raises(CommandError, match="--yes-really"):
        call_command("load_test_data", "--questions=50")
    assert not Company.objects.exists()


def test_it_refuses_to_make_too_little_to_hold_the_known_questions() -> None:
    with pytest.raises(CommandError, match="at least 50"):
        call_command("load_test_data", "--questions=49")
