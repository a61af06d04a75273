from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Company
from community.demo.logins import DEMO_PASSWORD

pytestmark = pytest.mark.django_db


def said() -> str:
    out = StringIO()
    call_command("demo_logins", stdout=out)
    return out.getvalue()


def test_it_prints_nothing_without_a_demo() -> None:
    Company.objects.create(slug="lark", name="Lark and Sons", languages=["en"])

    assert said() == ""


def test_it_prints_the_address_the_logins_and_the_password_of_a_demo() -> None:
    Company.objects.create(slug="fern", name="Fern Energy", languages=["de"], is_demo=True)

    printed = said()
    assert "Fern Energy: http://localhost" in printed
    assert "/c/fern/" in printed
    assert "henrike@fern.example" in printed
    assert "ada@lark.example" not in printed
    assert DEMO_PASSWORD in printed
