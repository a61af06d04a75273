"""What people read about what is remembered, and what they take with them."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts.actions.consent import withdraw_consent
from community import clock
from community.personalization.memory.actions.expose import Shown, expose
from community.personalization.memory.models import Count, Exposure, Helper, LearnedAnswer, Look
from community.personalization.memory.privacy import MemoryData
from community.personalization.memory.queries.shown import told_to
from community.personalization.memory.tasks import forget
from tests.factories import ask, consent, make_topic, solve
from tests.kept import keep_with


@pytest.fixture
def solved(cast, learn_all):
    """Bob, who agreed, solved two questions, one of them about roaming."""
    return keep_with(cast, "two solutions, remembered", lambda: make_solved(cast, learn_all))


def make_solved(cast, learn_all):
    consent(cast.bob, "routing")
    solve(ask(cast.alice, topic=make_topic(cast.acme, "Roaming")), cast.bob)
    solve(ask(cast.alice), cast.bob)
    learn_all(cast.acme)


def test_members_read_what_is_remembered_of_them(cast, browser_of, solved):
    page = browser_of(cast.bob).get("/c/acme/settings/choices/").content.decode()
    assert "What is remembered of your answers" in page and "about “Roaming”" in page and "in English" in page
    other = browser_of(cast.mona).get("/c/acme/settings/choices/").content.decode()
    assert "Roaming" not in other and "Nothing. That is so" in other


def test_counts_fade_by_the_days_that_stand_beside_them(cast, solved, django_assert_num_queries):
    with clock.moved(timedelta(days=90)), django_assert_num_queries(1):
        lines = {line.name: line for line in told_to(cast.bob).lines}
    assert lines["Roaming"].value == pytest.approx(0.5, abs=1e-3) and lines["Roaming"].days == 90
    assert lines["English"].value == pytest.approx(2 / 8, abs=1e-3) and lines["English"].days == 30


def test_nothing_is_shown_after_a_withdrawal_before_anything_is_deleted(cast, solved):
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    assert Count.objects.filter(member=cast.bob).exists() and told_to(cast.bob).lines == []


def test_a_member_takes_all_of_it_along_and_can_have_it_erased(cast, solved):
    expose(cast.bob, "offers", [Shown(object_id=7, position=1)])
    held = MemoryData().export(cast.bob.pk)
    assert [count["about"] for count in held["counts"]] == ["all", "language", "topic", "topic"]
    assert len(held["answered"]) == 2 and held["shown"][0]["question"] == 7 and len(held["hours"]["utc"]) == 24
    assert held["looked"] == [{"list": "offers", "at": Look.objects.get().shown_at.isoformat()}]
    for _twice in range(2):
        MemoryData().erase(cast.bob.pk)
    for model in (Count, Helper, LearnedAnswer, Exposure, Look):
        assert not model.objects.filter(member=cast.bob).exists()


def test_what_is_shown_is_written_down_for_those_who_agree_to_that_list(cast):
    assert expose(cast.bob, "feed", [Shown(1, 1), Shown(2, 2, propensity=0.5)]) == 0
    consent(cast.bob, "feed")
    assert expose(cast.bob, "feed", [Shown(1, 1), Shown(2, 2, propensity=0.5)]) == 2
    assert expose(cast.bob, "offers", [Shown(1, 1)]) == 0
    assert set(Exposure.objects.values_list("surface", "object_id", "propensity")) == {
        ("feed", 1, 1.0),
        ("feed", 2, 0.5),
    }


def test_exposures_go_with_the_consent_to_their_list(cast, deliver_all):
    consent(cast.bob, "feed", "routing")
    expose(cast.bob, "feed", [Shown(1, 1)])
    expose(cast.bob, "offers", [Shown(1, 1)])
    withdraw_consent(member=cast.bob, purpose="feed", surface="choices")
    deliver_all()
    for rows in (Exposure.objects, Look.objects):
        assert list(rows.values_list("surface", flat=True)) == ["offers"]


def test_a_last_look_that_stayed_behind_is_found_without_anything_else(cast):
    looked = clock.now() - timedelta(days=1)
    Look.objects.create(company=cast.acme, member=cast.bob, surface="feed", shown_at=looked)
    consent(cast.mona, "feed")
    Look.objects.create(company=cast.acme, member=cast.mona, surface="feed", shown_at=looked)
    Look.objects.create(company=cast.bolt, member=cast.charlie, surface="offers", shown_at=looked)
    assert forget() == 2 and Look.objects.get().member == cast.mona
    with clock.moved(timedelta(days=90)):
        assert forget() == 0 and not Look.objects.exists()


def test_admins_read_how_far_learning_has_come(cast, browser_of, solved):
    page = browser_of(cast.ada).get(f"/c/acme/manage/memory/learned/{cast.acme.pk}/change/")
    said = page.content.decode()
    assert page.status_code == 200 and "the simple rule" in said and "0 of 500 questions" in said and "0.900" in said
    assert browser_of(cast.mona).get("/c/acme/manage/memory/learned/").status_code in {302, 403, 404}


@pytest.mark.django_db(transaction=True)
def test_of_two_looks_at_once_one_is_written(cast):
    consent(cast.bob, "feed")
    written: list[int] = []
    other = threading.Thread(
        target=lambda: (written.append(expose(cast.bob, "feed", [Shown(1, 1)])), connection.close())
    )
    with transaction.atomic():
        assert expose(cast.bob, "feed", [Shown(1, 1)]) == 1
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join(20)
    assert written == [0] and Exposure.objects.count() == 1
