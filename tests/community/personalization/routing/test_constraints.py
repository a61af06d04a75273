"""What the database refuses whatever the code does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from community import clock
from community.personalization.routing.models import Block, HelperSettings, Offer, Ring
from tests.community.personalization.routing.conftest import asked

pytestmark = pytest.mark.django_db


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """Assert that the database refuses what the block does by the constraint."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        yield
    assert constraint in str(error.value) or constraint == error.value.__cause__.diag.constraint_name


def ring(question, **fields) -> Ring:
    known = {"number": 1, "served": "plain", "model_version": "", "eligible": 1, "asked": 1, "opened_at": clock.now()}
    return Ring.objects.create(company=question.company, question=question, **{**known, **fields})


def offer(opened: Ring, member, **fields) -> Offer:
    now = clock.now()
    known = {
        "company": opened.company, "ring": opened, "question": opened.question, "member": member, "made_at": now,
        "changed_at": now, "expires_at": now + timedelta(minutes=15), "slot": "ranked", "served": "plain", "score": 0.0,
        "base": 0.0, "propensity": 1.0, "answers": 0,
    }  # fmt: skip
    return Offer.objects.create(**{**known, **fields})


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("offer_state_known", {"state": "lost"}),
        ("offer_slot_known", {"slot": "bought"}),
        ("offer_served_known", {"served": "whim"}),
        ("propensity_is_a_chance", {"propensity": 0.0}),
        ("propensity_is_a_chance", {"propensity": 1.5}),
    ],
)
def test_an_offer_is_whole(cast, name, fields):
    opened = ring(asked(cast.alice))
    with refused(name):
        offer(opened, cast.bob, **fields)


def test_an_offer_stands_for_a_while(cast):
    opened = ring(asked(cast.alice))
    with refused("offer_stands_for_a_while"):
        offer(opened, cast.bob, expires_at=clock.now() - timedelta(minutes=1))


def test_never_to_the_asker(cast):
    opened = ring(asked(cast.alice))
    with refused("offer_never_to_the_asker"):
        offer(opened, cast.alice)


@pytest.mark.parametrize("way", [("alice", "bob"), ("bob", "alice")])
def test_never_between_two_of_whom_one_blocked_the_other(cast, way):
    blocker, blocked = (getattr(cast, name) for name in way)
    Block.objects.create(company=cast.acme, blocker=blocker, blocked=blocked)
    opened = ring(asked(cast.alice))
    with refused("offer_never_between_blocked"):
        offer(opened, cast.bob)


def test_never_across_companies(cast):
    opened = ring(asked(cast.alice))
    with refused("offer_stays_in_its_company"):
        offer(opened, cast.charlie)
    with refused("offer_stays_in_its_company"):
        offer(ring(asked(cast.alice)), cast.bob, question=opened.question)
    with refused("block_stays_in_its_company"):
        Block.objects.create(company=cast.acme, blocker=cast.bob, blocked=cast.charlie)


def test_one_open_offer_of_a_question_to_a_member(cast):
    opened = ring(asked(cast.alice))
    offer(opened, cast.bob, state="expired")
    offer(opened, cast.bob)
    with refused("one_open_offer"):
        offer(opened, cast.bob, state="accepted")


def test_a_ring_is_opened_once_and_asks_the_eligible(cast):
    question = asked(cast.alice)
    ring(question)
    with refused("a_ring_is_opened_once"):
        ring(question)
    with refused("ring_asks_the_eligible"):
        ring(question, number=2, asked=2)
    with refused("ring_served_known"):
        ring(question, number=3, served="whim")


def test_blocks_are_between_two_and_once(cast):
    Block.objects.create(company=cast.acme, blocker=cast.bob, blocked=cast.alice)
    with refused("blocked_once"):
        Block.objects.create(company=cast.acme, blocker=cast.bob, blocked=cast.alice)
    with refused("nobody_blocks_themselves"):
        Block.objects.create(company=cast.acme, blocker=cast.bob, blocked=cast.bob)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("helper_hours_are_two_hours", {"hours_from": 9}),
        ("helper_hours_are_two_hours", {"hours_from": 9, "hours_until": 24}),
        ("helper_offers_have_a_limit", {"most_a_day": 51}),
    ],
)
def test_what_a_helper_wants_makes_sense(cast, name, fields):
    with refused(name):
        HelperSettings.objects.create(member=cast.bob, company=cast.acme, **fields)


@pytest.mark.parametrize(
    "until", ["0044-03-15 00:00:00+00 BC", "1999-12-30 23:00:00+00", "9999-12-31 23:00:00+00", "infinity"]
)
def test_a_pause_can_always_be_read(cast, until):
    settings = HelperSettings.objects.create(company=cast.acme, member=cast.bob)
    pause = "UPDATE routing_helpersettings SET paused_until = %s WHERE member_id = %s"
    with refused("helper_pause_can_be_read"), connection.cursor() as cursor:
        cursor.execute(pause, [until, cast.bob.pk])
    # As it may stand in rows that are older than the constraint.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE routing_helpersettings DROP CONSTRAINT helper_pause_can_be_read")
        cursor.execute(pause, [until, cast.bob.pk])
        cursor.execute(import_module("community.personalization.routing.migrations.0003_pauses_that_can_be_read").MEND)
    settings.refresh_from_db()
    soon = datetime.now(UTC) + timedelta(days=3653)
    assert settings.paused_until is None if until < "2" else clock.now() < settings.paused_until < soon
