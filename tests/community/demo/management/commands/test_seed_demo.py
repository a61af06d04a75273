from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Company

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lark() -> Company:
    """One company of the demo exists, so that seeding is short."""
    return Company.objects.create(slug="lark", name="Lark and Sons", languages=["en"])


def said(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def test_it_says_in_one_line_what_it_made_and_then_that_nothing_changed() -> None:
    assert said("seed_demo") == "The demo is ready: Fern Energy, with 8 questions.\n"
    assert said("seed_demo") == "The demo is there already; nothing has changed.\n"


def test_it_refuses_real_servers(settings: Settings) -> None:
    settings.EMBEDDED = None

    with pytest.raises(CommandError, match="DATABASE_URL is set"):
        call_command("seed_demo")
    assert not Company.objects.filter(slug="fern").exists()
