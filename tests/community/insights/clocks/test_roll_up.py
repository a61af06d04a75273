"""Cohorts are what the clocks of a day add up to; only marked days are written, and other versions stay."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from threading import Event as Signal

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction

from community import clock
from community.events.followers import NotYet
from community.insights.clocks import tasks
from community.insights.clocks.actions.mark import mark_days
from community.insights.clocks.actions.roll_up import roll_up_marked
from community.insights.clocks.bins import BINS, EDGES
from community.insights.clocks.locks import write_alone
from community.insights.clocks.models import Clock, Cohort, DayToRollUp
from community.insights.clocks.tasks import recompute, roll_up
from community.questions.actions.accept import accept_answer
from community.questions.actions.close import close_question
from community.questions.actions.hide import hide_post
from tests import factories
from tests.kept import keep_with
from tests.races import race

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = NOON.date()


def later(**by):
    return clock.frozen_at(NOON + timedelta(**by))


@pytest.fixture
def three(cast, deliver_all):
    """One question answered after 10 minutes and solved after 20, one closed after 30, one that waits."""
    return keep_with(cast, "three clocks", lambda: make_three(cast, deliver_all))


def make_three(cast, deliver_all):
    with later():
        solved, closed, _waiting = (factories.ask(cast.alice) for _ in range(3))
    with later(minutes=10):
        answer = factories.answer(cast.bob, solved)
    with later(minutes=20):
        accept_answer(member=cast.alice, answer=answer)
    with later(minutes=30):
        close_question(member=cast.mona, question=closed, reason="Solved elsewhere.")
        deliver_all()
        roll_up_marked(cast.acme)
    return solved


def test_a_cohort_counts_who_is_in_what_happened_and_what_ended(three):
    for definition, minutes in (("first_answer", 10), ("resolution", 20)):
        cohort = Cohort.objects.get(definition=definition)
        assert (cohort.day, cohort.n, cohort.happened, cohort.ended, cohort.excluded) == (DAY, 3, 1, 1, 0)
        assert len(cohort.bins) == len(cohort.ended_bins) == BINS
        assert np.flatnonzero(cohort.bins).tolist() == [int(np.searchsorted(EDGES, minutes * 60, side="right"))]
        assert np.flatnonzero(cohort.ended_bins).tolist() == [int(np.searchsorted(EDGES, 1800, side="right"))]


def test_what_is_hidden_is_counted_as_left_out(cast, three, deliver_all):
    hide_post(moderator=cast.mona, post=three.post, reason="Spam.")
    deliver_all()
    roll_up_marked(cast.acme)
    cohort = Cohort.objects.get(definition="first_answer")
    assert (cohort.n, cohort.excluded, cohort.happened) == (2, 1, 0)


def test_a_solution_at_an_unknown_time_is_left_out_of_resolutions_only(cast, three):
    Clock.objects.filter(question=three).update(resolution_quality="unknown")
    mark_days(cast.acme, [DAY])
    roll_up_marked(cast.acme)
    excluded = dict(Cohort.objects.values_list("definition", "excluded"))
    assert excluded == {"first_response": 0, "first_answer": 0, "resolution": 1}


def test_marks_are_taken_and_repeating_it_changes_nothing(cast, three):
    before = list(Cohort.objects.order_by("pk").values())
    assert not DayToRollUp.objects.exists()
    assert roll_up_marked(cast.acme) == 0
    assert list(Cohort.objects.order_by("pk").values()) == before
    mark_days(cast.acme, [DAY])
    with later(minutes=30):
        assert roll_up_marked(cast.acme) == 1
    again = [{**row, "id": 0} for row in Cohort.objects.order_by("pk").values()]
    assert again == [{**row, "id": 0} for row in before]


def test_only_marked_days_are_written(cast, three, deliver_all):
    Cohort.objects.update(n=77)
    with later(days=2):
        factories.ask(cast.alice)
        deliver_all()
    roll_up_marked(cast.acme)
    assert set(Cohort.objects.values_list("day", "n")) == {(DAY, 77), (DAY + timedelta(days=2), 1)}


def test_the_number_of_queries_does_not_follow_the_number_of_days_or_questions(
    cast, three, deliver_all, django_assert_num_queries
):
    mark_days(cast.acme, [DAY + timedelta(days=back) for back in range(20)])
    with django_assert_num_queries(9):
        roll_up_marked(cast.acme)


def test_a_day_without_questions_loses_its_cohorts(cast, three):
    Clock.objects.all().delete()
    mark_days(cast.acme, [DAY])
    roll_up_marked(cast.acme)
    assert not Cohort.objects.exists()


def test_values_of_another_version_stay_as_they_are(cast, three):
    Cohort.objects.update(version=0)
    mark_days(cast.acme, [DAY])
    roll_up_marked(cast.acme)
    assert sorted(Cohort.objects.values_list("version", flat=True)) == [0, 0, 0, 1, 1, 1]


def test_a_day_is_one_of_the_companys_time_zone(cast, deliver_all):
    cast.acme.time_zone = "Pacific/Auckland"
    cast.acme.save()
    with later():
        factories.ask(cast.alice)
        deliver_all()
    roll_up_marked(cast.acme)
    assert set(Cohort.objects.values_list("day", flat=True)) == {date(2026, 3, 3)}


def test_topics_languages_and_channels_have_cohorts_of_their_own(cast, deliver_all):
    factories.ask(cast.alice, channel="widget")
    factories.ask(cast.alice, topic=factories.make_topic(cast.acme, "Other"))
    factories.ask(cast.alice)
    deliver_all()
    roll_up_marked(cast.acme)
    assert Cohort.objects.filter(definition="first_answer").count() == 3


def test_every_company_is_rolled_up_and_an_error_stops_none(cast, three, deliver_all, monkeypatch):
    factories.ask(cast.charlie)
    deliver_all()
    mark_days(cast.acme, [DAY])

    def fails_for_acme(company):
        if company == cast.acme:
            raise ValueError("Broken.")
        return roll_up_marked(company)

    monkeypatch.setattr(tasks, "roll_up_marked", fails_for_acme)
    assert roll_up() == 1
    assert Cohort.objects.filter(company=cast.bolt).exists()


def test_every_night_the_last_35_days_are_marked(cast, three):
    with later(days=34):
        assert recompute() == 35
    days = list(DayToRollUp.objects.order_by("day").values_list("day", flat=True))
    assert (days[0], days[-1]) == (DAY, DAY + timedelta(days=34))


def test_a_company_without_questions_is_left_in_peace(cast):
    assert recompute() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_not_over_keeps_its_mark(cast, three):
    changed, taken = Signal(), Signal()

    def change_or_roll_up(number):
        if number == 0:
            with transaction.atomic():
                Clock.objects.filter(question=three).update(exclusion="hidden")
                mark_days(cast.acme, [DAY])
                changed.set()
                assert taken.wait(10)
            return "changed"
        assert changed.wait(10)
        try:
            return roll_up_marked(cast.acme)
        finally:
            taken.set()

    mark_days(cast.acme, [DAY])
    assert race(2, change_or_roll_up) == {"changed": 1, "0": 1}
    assert roll_up_marked(cast.acme) == 1
    assert Cohort.objects.get(definition="first_answer").excluded == 1


@pytest.mark.django_db(transaction=True)
def test_a_mark_that_is_taken_at_the_same_moment_is_made_again(cast, three):
    mark_days(cast.acme, [DAY])
    taken = Signal()

    def take_or_mark(number):
        if number == 0:
            with transaction.atomic():
                roll_up_marked(cast.acme)
                taken.set()
                # Until the other one waits for this mark, or has marked already.
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(0.3)")
            return "taken"
        assert taken.wait(10)
        with transaction.atomic():
            mark_days(cast.acme, [DAY])
        return "marked"

    assert race(2, take_or_mark) == {"taken": 1, "marked": 1}
    assert DayToRollUp.objects.get().day == DAY


@pytest.mark.django_db(transaction=True)
def test_a_roll_up_waits_for_a_rebuild(cast, three):
    rebuilding, tried = Signal(), Signal()
    mark_days(cast.acme, [DAY])

    def rebuild_or_roll_up(number):
        if number == 0:
            with transaction.atomic():
                write_alone(cast.acme.pk)
                rebuilding.set()
                assert tried.wait(10)
            return "rebuilt"
        assert rebuilding.wait(10)
        try:
            assert roll_up() == 0
            return roll_up_marked(cast.acme)
        finally:
            tried.set()

    assert race(2, rebuild_or_roll_up) == {"rebuilt": 1, NotYet.__name__: 1}


def test_the_database_refuses_cohorts_that_do_not_add_up_and_second_ones(cast, three):
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.update(n=0)
    cohort = Cohort.objects.first()
    cohort.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        cohort.save()
    with transaction.atomic():
        mark_days(cast.acme, [DAY])
    with pytest.raises(IntegrityError), transaction.atomic():
        DayToRollUp.objects.create(company=cast.acme, day=DAY, marked_at=NOON)
