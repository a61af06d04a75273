"""Drafts, and putting them into force."""

from __future__ import annotations

from dataclasses import replace

import pytest

from community.audit.models import AuditEntry
from community.events.models import Event
from community.web.errors import NotAllowed
from rewards.earning.actions.prices import activate_prices, change_draft, discard_draft, draft_prices
from rewards.earning.actions.program import ProgramSettings, change_program
from rewards.earning.models import PriceList, Program
from tests import factories
from tests.rewards.earning.test_pricing import PRICES

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast):
    return draft_prices(admin=cast.ada, prices=PRICES)


def test_versions_count_up(cast, draft):
    assert draft_prices(admin=cast.ada, prices=PRICES).version == draft.version + 1


def test_another_admin_puts_it_into_force_and_the_last_one_retires(cast, prices, second_admin):
    draft = draft_prices(admin=cast.ada, prices=PRICES)
    activate_prices(admin=second_admin, draft=draft)
    assert list(PriceList.objects.order_by("version").values_list("state", flat=True)) == ["retired", "active"]
    entry = AuditEntry.objects.get(action="price_list.activated")
    assert (entry.before, entry.after) == ({"version": 1}, {"version": 2, "author": cast.ada.pk})
    assert Event.objects.of_types("price_list.activated").get().payload["version"] == 2


def test_the_author_cannot(cast, draft):
    with pytest.raises(NotAllowed, match="Another admin"):
        activate_prices(admin=cast.ada, draft=draft)


def test_a_draft_that_was_changed_since_it_was_seen_is_not_put_into_force(cast, draft, second_admin):
    seen = draft.digest
    change_draft(admin=cast.ada, draft=draft, prices=replace(PRICES, accepted_answer=99_999))
    with pytest.raises(NotAllowed, match="was changed since"):
        activate_prices(admin=second_admin, draft=draft, seen=seen)
    draft.refresh_from_db()
    assert activate_prices(admin=second_admin, draft=draft, seen=draft.digest).state == "active"


def test_who_changes_a_draft_is_its_author(cast, draft, second_admin):
    changed = change_draft(admin=second_admin, draft=draft, prices=replace(PRICES, accepted_answer=1))
    assert changed.author == second_admin
    with pytest.raises(NotAllowed):
        activate_prices(admin=second_admin, draft=changed)


def test_saving_a_draft_as_it_is_changes_nothing(cast, draft, second_admin):
    assert change_draft(admin=second_admin, draft=draft, prices=PRICES).author == cast.ada


@pytest.mark.parametrize("who", ["alice", "mona", "charlie"])
def test_only_admins(cast, draft, who):
    for act in (
        lambda member: draft_prices(admin=member, prices=PRICES),
        lambda member: change_draft(admin=member, draft=draft, prices=PRICES),
        lambda member: activate_prices(admin=member, draft=draft),
        lambda member: discard_draft(admin=member, draft=draft),
    ):
        with pytest.raises(NotAllowed):
            act(getattr(cast, who))


def test_not_the_admin_of_another_company(cast, draft):
    boss = factories.make_member(cast.bolt, role="admin")
    with pytest.raises(NotAllowed):
        activate_prices(admin=boss, draft=draft)


def test_a_list_in_force_is_neither_changed_nor_discarded(cast, prices, second_admin):
    for act in (
        lambda: change_draft(admin=second_admin, draft=prices, prices=PRICES),
        lambda: discard_draft(admin=second_admin, draft=prices),
        lambda: activate_prices(admin=second_admin, draft=prices),
    ):
        with pytest.raises(NotAllowed, match="stays as it is"):
            act()


@pytest.mark.parametrize("wrong", [{"rate_above_cap": 101}, {"accepted_answer": 100_001}, {"monthly_pot": -1}])
def test_prices_that_cannot_be(cast, wrong):
    with pytest.raises(NotAllowed):
        draft_prices(admin=cast.ada, prices=replace(PRICES, **wrong))


SETTINGS = ProgramSettings(
    is_running=True, currency="EUR", minor_units_per_point=1, maturation_days=7, clawback_floor=0
)


def test_a_programme_begins_with_its_first_settings(cast):
    change_program(admin=cast.ada, wanted=SETTINGS)
    change_program(admin=cast.ada, wanted=SETTINGS)
    assert Program.objects.get().maturation_days == 7
    assert AuditEntry.objects.filter(action="program.changed").count() == 1


@pytest.mark.parametrize("wrong", [{"maturation_days": 2}, {"currency": "EURO"}, {"minor_units_per_point": 0}])
def test_settings_that_cannot_be(cast, wrong):
    with pytest.raises(NotAllowed):
        change_program(admin=cast.ada, wanted=replace(SETTINGS, **wrong))


@pytest.mark.parametrize("other", [{"currency": "GBP"}, {"minor_units_per_point": 2}])
def test_what_a_point_is_worth_stays_once_there_are_points(cast, prices, deliver_all, other):
    settings = ProgramSettings(
        is_running=True, currency="EUR", minor_units_per_point=1, maturation_days=14, clawback_floor=0
    )
    change_program(admin=cast.ada, wanted=settings)
    factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    with pytest.raises(NotAllowed, match="points already"):
        change_program(admin=cast.ada, wanted=replace(settings, **other))
    assert change_program(admin=cast.ada, wanted=replace(settings, maturation_days=7)).maturation_days == 7
