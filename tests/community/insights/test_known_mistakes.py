"""The mistakes that other products make when they measure speed. Each has a test that would catch it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from django.db.models import Q

from community import clock
from community.events.models import Event
from community.events.record import PastEvent, record_past
from community.insights.clocks.actions.mark import mark_days
from community.insights.clocks.actions.rebuild import rebuild_insights
from community.insights.clocks.actions.roll_up import roll_up_marked
from community.insights.clocks.definitions import FIRST_ANSWER, FIRST_RESPONSE, RESOLUTION, Definition
from community.insights.clocks.models import Clock, Cohort
from community.insights.clocks.queries.cohorts import by_day, by_week, cohorts_of
from community.insights.clocks.queries.durations import durations_of
from community.insights.clocks.queries.population import Population
from community.insights.clocks.queries.sample import sample_of
from community.questions.actions.accept import accept_answer
from community.questions.actions.hide import hide_post
from community.questions.actions.lock import set_locked
from community.questions.actions.me_too import set_me_too
from community.questions.events import QuestionAsked
from community.questions.models import Post, Question
from tests import factories

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = 3600.0


def later(**by):
    return clock.frozen_at(NOON + timedelta(**by))


@pytest.fixture
def question(cast):
    with later():
        return factories.ask(cast.alice)


@pytest.fixture
def population(cast):
    return Population(company=cast.acme, since=NOON.date() - timedelta(days=30), until=NOON.date() + timedelta(days=30))


def seconds_of(population, definition, **by):
    """Return how long each question took, NaN where it still waits."""
    found = durations_of(population.clocks(), definition, NOON + timedelta(**by))
    return [took if happened else None for took, happened in zip(found.seconds, found.happened, strict=True)]


def a_clock(cast, number, **fields):
    topic = factories.topic_of(cast.acme)
    same = {"company": cast.acme, "question_id": number, "episode": 1, "source": "live", "language": "en"}
    rest = {"channel": "forum", "topic": topic, "topic_at_asking": topic, "asked_at": NOON, "definition_version": 1}
    return Clock(**{**same, **rest, **fields})


def test_own_replies_are_no_responses(cast, question, population, deliver_all):
    with later(minutes=5):
        factories.answer(cast.alice, question)
        factories.comment(cast.alice, question)
        deliver_all()
    assert seconds_of(population, FIRST_RESPONSE, days=1) == [None]
    assert seconds_of(population, FIRST_ANSWER, days=1) == [None]


def test_bots_stop_no_clock(cast, question, population, deliver_all):
    bot = factories.make_member(cast.acme, kind="service")
    with later(minutes=1):
        factories.answer(bot, question)
        factories.comment(bot, question)
    with later(minutes=20):
        factories.answer(cast.bob, question)
        deliver_all()
    assert seconds_of(population, FIRST_RESPONSE, days=1) == [1200.0]
    assert seconds_of(population, FIRST_ANSWER, days=1) == [1200.0]


def test_locked_questions_are_not_dropped(cast, question, population, deliver_all):
    with later(minutes=5):
        set_locked(moderator=cast.mona, question=question, locked=True)
        deliver_all()
        roll_up_marked(cast.acme)
    assert population.clocks().count() == 1
    assert cohorts_of(population, FIRST_ANSWER, NOON + timedelta(days=1)).histograms[""].n == 1


def test_closed_questions_are_watched_until_then_and_stay(cast, population):
    Clock.objects.bulk_create(
        a_clock(cast, number, closed_at=NOON + timedelta(hours=2), closing="imported") for number in (1, 2)
    )
    Clock.objects.bulk_create(a_clock(cast, number, first_answer_at=NOON + timedelta(hours=3)) for number in (3, 4))
    curve = durations_of(population.clocks(), FIRST_ANSWER, NOON + timedelta(days=1)).curve()
    assert curve.n == 4
    # Nobody was answered before the closing, and all who were watched any longer were answered.
    assert (curve.share_by(2.5 * HOUR), curve.share_by(3 * HOUR)) == (0.0, 1.0)


def test_unanswered_questions_make_the_median_longer_than_that_of_the_answered(cast, population):
    hours = [1, 2, 2, 5]
    Clock.objects.bulk_create(
        a_clock(cast, number, first_answer_at=NOON + timedelta(hours=took)) for number, took in enumerate(hours, 1)
    )
    Clock.objects.bulk_create(
        a_clock(cast, 10 + number, asked_at=NOON + timedelta(hours=8 - watched))
        for number, watched in enumerate([3, 4, 8])
    )
    curve = durations_of(population.clocks(), FIRST_ANSWER, NOON + timedelta(hours=8)).curve()
    assert (np.median(hours), curve.median) == (2.0, 5 * HOUR)


def test_one_slow_answer_does_not_carry_the_figure_away(cast, population):
    took = [10.0] * 9 + [60.0 * 24 * 30]
    Clock.objects.bulk_create(
        a_clock(cast, number, first_answer_at=NOON + timedelta(minutes=minutes))
        for number, minutes in enumerate(took, 1)
    )
    curve = durations_of(population.clocks(), FIRST_ANSWER, NOON + timedelta(days=60)).curve()
    assert curve.median == 600.0
    assert curve.restricted_mean(24 * HOUR) == pytest.approx(0.9 * 600 + 0.1 * 24 * HOUR)
    assert curve.restricted_mean(24 * HOUR) < np.mean(took) * 60 / 20


def test_a_young_week_is_not_compared_as_if_it_were_over(cast, population):
    """Of both weeks half is answered within an hour. The young one is asked half an hour ago: nothing can be said yet."""
    now = NOON + timedelta(days=7, minutes=30)
    for week, asked_at in enumerate([NOON, NOON + timedelta(days=7)]):
        Clock.objects.bulk_create(
            a_clock(
                cast, 10 * week + number, asked_at=asked_at,
                first_answer_at=asked_at + timedelta(minutes=40) if week == 0 and number % 2 else None,
            )
            for number in range(1, 5)
        )  # fmt: skip
    sample = sample_of(population.clocks())
    assert sample.is_mature(HOUR, now).sum() == 4
    assert sample.where(sample.is_mature(HOUR, now)).durations(FIRST_ANSWER, now).curve().share_by(HOUR) == 0.5
    mark_days(cast.acme, [NOON.date(), NOON.date() + timedelta(days=7)])
    roll_up_marked(cast.acme)
    weeks = cohorts_of(population, FIRST_ANSWER, now, by=by_week).histograms
    assert [weeks[week].curve().last_follow_up < HOUR for week in sorted(weeks)] == [False, True]


def test_spam_counts_neither_as_a_question_nor_as_an_answer(cast, question, population, deliver_all):
    with later(minutes=1):
        spam = factories.answer(factories.make_member(cast.acme), question)
        advert = factories.ask(factories.make_member(cast.acme))
        hide_post(moderator=cast.mona, post=spam.post, reason="Spam.")
        hide_post(moderator=cast.mona, post=advert.post, reason="Spam.")
        deliver_all()
        roll_up_marked(cast.acme)
    assert seconds_of(population, FIRST_RESPONSE, days=1) == [None]
    assert population.excluded() == {"hidden": 1}
    summed = cohorts_of(population, FIRST_RESPONSE, NOON + timedelta(days=1)).histograms[""]
    assert (summed.n, summed.excluded, summed.curve().happened) == (1, 1, 0)


def test_the_answers_date_counts_and_not_that_of_its_acceptance(cast, question, population, deliver_all):
    with later(minutes=10):
        answer = factories.answer(cast.bob, question)
    with later(days=5):
        accept_answer(member=cast.alice, answer=answer)
        deliver_all()
    assert seconds_of(population, FIRST_ANSWER, days=9) == [600.0]
    assert seconds_of(population, RESOLUTION, days=9) == [5 * 24 * HOUR]
    assert Clock.objects.get().solution_posted_at == NOON + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 3, 28, 22, 30, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 10, 24, 21, 30, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_days_begin_where_the_company_is_when_clocks_are_put_forward_or_back(cast, deliver_all, moment, day):
    cast.acme.time_zone = "Europe/Berlin"
    cast.acme.save()
    with clock.frozen_at(moment):
        factories.ask(cast.alice)
        deliver_all()
        roll_up_marked(cast.acme)
    assert Cohort.objects.filter(definition="first_answer", day=day, n=1).exists()
    assert Population(company=cast.acme, since=day, until=day).clocks().count() == 1


def test_days_of_23_and_25_hours_are_whole(cast):
    cast.acme.time_zone = "Europe/Berlin"
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        begins, ends = Population(company=cast.acme, since=day, until=day).bounds
        assert (ends.astimezone(UTC) - begins.astimezone(UTC)) == timedelta(hours=hours)


def test_questions_belong_to_the_day_of_asking_and_not_to_that_of_the_answer(cast, question, population, deliver_all):
    with later(days=3):
        factories.answer(cast.bob, question)
        deliver_all()
        roll_up_marked(cast.acme)
    days = cohorts_of(population, FIRST_ANSWER, NOON + timedelta(days=4), by=by_day).histograms
    assert list(days) == [NOON.date()] and days[NOON.date()].curve().happened == 1


def test_a_question_that_is_erased_stays_in_the_figures(cast, question, population, deliver_all):
    with later(minutes=10):
        factories.solve(question, cast.bob)
        deliver_all()
    Post.objects.filter(Q(answer__question=question) | Q(pk=question.pk)).delete()
    assert not Question.objects.exists()
    rebuild_insights(cast.acme)
    assert seconds_of(population, FIRST_ANSWER, days=1) == [600.0]
    assert Clock.objects.get().solver_id == cast.bob.pk


def test_people_with_the_same_problem_make_no_more_questions(cast, question, population, deliver_all):
    for _ in range(3):
        set_me_too(member=factories.make_member(cast.acme), question=question, wanted=True)
    deliver_all()
    assert population.clocks().count() == 1


def test_a_demo_does_not_make_a_real_company_faster(cast, population):
    asked = QuestionAsked(
        company=cast.acme.key, actor=cast.alice.key, question=1, topic=factories.topic_of(cast.acme).pk, language="en"
    )
    record_past([PastEvent(happened=asked, occurred_at=NOON)], source=Event.Source.SEED)
    rebuild_insights(cast.acme)
    assert population.clocks().count() == 0 and population.excluded() == {"seed": 1}
    cast.acme.is_demo = True
    assert population.clocks().count() == 1


def test_solutions_whose_time_an_import_does_not_know_are_left_out_and_counted(cast, population):
    Clock.objects.bulk_create(
        [
            a_clock(cast, 1, source="import", resolved_at=NOON, basis="asker", resolution_quality="unknown"),
            a_clock(cast, 2, source="import", exclusion="unknown_time"),
            a_clock(cast, 3, resolved_at=NOON + timedelta(hours=1), basis="asker", resolution_quality="exact"),
        ]
    )
    assert seconds_of(population, RESOLUTION, days=1) == [HOUR]
    assert population.excluded() == {"unknown_time": 1}
    mark_days(cast.acme, [NOON.date()])
    roll_up_marked(cast.acme)
    summed = cohorts_of(population, RESOLUTION, NOON + timedelta(days=1)).histograms[""]
    assert (summed.n, summed.excluded) == (1, 2)


def test_a_new_formula_leaves_the_old_values_and_is_not_mixed_with_them(cast, question, population, deliver_all):
    with later(minutes=1):
        deliver_all()
        roll_up_marked(cast.acme)
    old = Cohort.objects.filter(definition=FIRST_ANSWER.id)
    old.update(version=FIRST_ANSWER.version + 1, happened=1, bins=[1] + [0] * 96)
    stored = list(old.values())
    mark_days(cast.acme, [NOON.date()])
    roll_up_marked(cast.acme)
    rebuild_insights(cast.acme)
    assert list(Cohort.objects.filter(version=FIRST_ANSWER.version + 1).values()) == stored
    newer = Definition(FIRST_ANSWER.id, FIRST_ANSWER.version + 1, "", "", "first_answer_at")
    now = NOON + timedelta(days=1)
    assert cohorts_of(population, newer, now).histograms[""].curve().happened == 1
    assert cohorts_of(population, FIRST_ANSWER, now).histograms[""].curve().happened == 0


def test_no_share_goes_without_the_number_it_is_made_of(cast, question, population, deliver_all):
    deliver_all()
    mark_days(cast.acme, [NOON.date()])
    roll_up_marked(cast.acme)
    now = NOON + timedelta(days=1)
    assert durations_of(population.clocks(), FIRST_ANSWER, now).curve().n == 1
    assert cohorts_of(population, FIRST_ANSWER, now).histograms[""].n == 1


def test_a_small_cell_has_an_interval_that_says_how_little_is_known(cast, population):
    widths = []
    for n in (4, 400):
        Clock.objects.all().delete()
        Clock.objects.bulk_create(
            a_clock(cast, number, first_answer_at=NOON + timedelta(minutes=1 if number % 2 else 90))
            for number in range(n)
        )
        curve = durations_of(population.clocks(), FIRST_ANSWER, NOON + timedelta(days=2)).curve()
        low, high = curve.interval_at(HOUR)
        assert (curve.n, low < 0.5 < high) == (n, True)
        widths.append(high - low)
    assert widths[0] > 5 * widths[1]
