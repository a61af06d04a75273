"""What is missing in the figures is said; what is only on its way is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from community import clock
from community.events.models import Delivery
from community.insights.clocks.actions.rebuild import rebuild_insights
from community.insights.clocks.actions.roll_up import roll_up_marked
from community.insights.clocks.models import Clock, Cohort, DayToRollUp
from community.insights.clocks.queries.gaps import gaps_of
from community.questions.models import Question
from tests import factories

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = NOON.date()


def gaps_after(cast, **by):
    since, until = DAY - timedelta(days=7), DAY + timedelta(days=7)
    return gaps_of(cast.acme, since, until, NOON + timedelta(**by))


@pytest.fixture
def asked(cast):
    with clock.frozen_at(NOON):
        return factories.ask(cast.alice)


@pytest.fixture
def complete(cast, asked, deliver_all):
    with clock.frozen_at(NOON):
        deliver_all()
        roll_up_marked(cast.acme)
    return asked


def test_nothing_is_missing_when_everything_is_counted(cast, complete):
    assert not gaps_after(cast, days=1)


def test_what_has_just_happened_is_no_gap(cast, asked):
    assert not gaps_after(cast, minutes=1)


def test_receipts_that_stay_open_are_a_gap_on_the_day_of_the_question(cast, asked):
    [gap] = gaps_after(cast, minutes=6).found
    assert gap.days == (DAY,) and "March 2, 2026" in gap.sentence


def test_receipts_that_are_stuck_are_a_gap(cast, complete):
    Delivery.objects.filter(follower="clocks.follow").update(state=Delivery.State.STUCK)
    assert gaps_after(cast, hours=1).days == {DAY}


def test_days_that_wait_too_long_for_their_roll_up_are_a_gap(cast, asked, deliver_all):
    with clock.frozen_at(NOON):
        deliver_all()
    assert DayToRollUp.objects.exists()
    assert not gaps_after(cast, minutes=9)
    assert gaps_after(cast, minutes=10).days == {DAY}


def test_questions_without_clocks_are_a_gap(cast, complete):
    Clock.objects.all().delete()
    Cohort.objects.all().delete()
    assert [gap.days for gap in gaps_after(cast, hours=1).found] == [(DAY,)]


def test_cohorts_that_count_other_questions_than_the_clocks_are_a_gap(cast, complete):
    Cohort.objects.all().delete()
    [gap] = gaps_after(cast, hours=1).found
    assert gap.days == (DAY,) and "do not agree" in gap.sentence
    rebuild_insights(cast.acme)
    assert not gaps_after(cast, hours=1)


def test_questions_that_are_gone_are_no_gap(cast, complete):
    Question.objects.filter(pk=complete.pk).update(asked_at=NOON - timedelta(days=300))
    assert not gaps_after(cast, hours=1)


def test_other_days_and_other_companies_are_not_spoken_of(cast, complete):
    Clock.objects.all().delete()
    assert not gaps_of(cast.bolt, DAY, DAY, NOON)
    assert not gaps_of(cast.acme, DAY + timedelta(days=1), DAY + timedelta(days=9), NOON)


def test_many_days_are_told_by_the_first_one(cast, complete):
    with clock.frozen_at(NOON + timedelta(days=2)):
        factories.ask(cast.alice)
    Clock.objects.all().delete()
    Delivery.objects.all().delete()
    said = gaps_after(cast, days=3).found[0].sentence
    assert "March 2, 2026 and 1 more day " in said


def test_looking_takes_four_queries(cast, asked, django_assert_num_queries):
    with django_assert_num_queries(4):
        gaps_after(cast, hours=1)
