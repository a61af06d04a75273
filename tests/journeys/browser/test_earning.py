"""The pages about what help earns: nothing stands in anybody's way, whether the pot pays or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from community import clock
from community.events.drain import drain_stream
from community.events.models import Delivery
from rewards.earning.models import PriceList, Program
from tests import factories
from tests.journeys.browser.inspection import find_barriers

PRICES = {"first_answer": 20, "helpful_vote": 5, "reuse": 20, "make_good": 200}


@pytest.fixture
def draft(stage):
    """Bob has earned until the pot was used up; a second admin may approve a draft."""
    company, ben = stage.company, factories.make_member(stage.company, "Ben", role="admin")
    since = clock.now() - timedelta(days=40)
    with transaction.atomic():
        Program.objects.update_or_create(company=company, defaults={"is_running": True, "created_at": since})
        PriceList.objects.create(
            company=company, version=1, state="active", author=stage.ada, activated_by=ben, activated_at=since,
            monthly_pot=250, **PRICES,
        )  # fmt: skip
    for number in ("one", "two", "three"):
        factories.solve(factories.ask(stage.alice, f"How do I change plan {number} of my contract?"), stage.bob)
    for each in sorted(set(Delivery.objects.open().values_list("company", "stream"))):
        drain_stream(*each)
    return PriceList.objects.create(company=company, version=2, author=ben, monthly_pot=1000, accepted_answer=40)


def test_members_read_what_help_earns_and_what_theirs_did(stage, draft, open_browser):
    page = open_browser(stage.bob)
    found = []
    for pattern in ("{home}prices/", "{home}earnings/", "{waiting}"):
        page.goto(stage.address(pattern))
        found += [f"{pattern} {line}" for line in find_barriers(page)]
    assert not found, "\n".join(found)


def test_admins_draft_replay_and_approve(stage, draft, open_browser):
    page = open_browser(stage.ada)
    found = []
    lists = "{home}manage/earning/pricelist/"
    pages = ("", "add/", f"{draft.pk}/change/", f"{draft.pk}/replay/", f"act/activate/?ids={draft.pk}")
    for pattern in (*(lists + each for each in pages), "{home}manage/earning/program/"):
        page.goto(stage.address(pattern))
        found += [f"{pattern} {line}" for line in find_barriers(page)]
    assert not found, "\n".join(found)
    page.goto(stage.address(lists + pages[-1]))
    page.get_by_role("button", name="Put into force").click()
    page.get_by_text("1 price list is in force.").wait_for()
