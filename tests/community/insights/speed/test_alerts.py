from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import Company
from community import clock
from community.events.models import Event
from community.insights.clocks.models import Clock
from community.insights.promise.models import Promise
from community.insights.speed.actions import alerts as actions
from community.insights.speed.actions.alerts import Watched, watch_company
from community.insights.speed.models import Alert
from community.insights.speed.tasks import watch
from community.notifications.models import Notification
from community.questions.models import Topic
from tests import factories
from tests.community.insights.expectation.conftest import clock_row
from tests.races import race

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def promised(cast: Any) -> None:
    """Acme promises, since long ago, a first answer within half an hour for 80 %."""
    with clock.moved(-60 * DAY):
        made = clock.now()
    Promise.objects.create(
        company=cast.acme, version=1, valid_from=made, created_at=made, answer_within=1800, answer_share=80,
        author=cast.ada,
    )  # fmt: skip


@pytest.fixture
def asked(cast: Any):
    """Make clocks of Acme, one every ten minutes, the last one so long ago."""

    def make(n: int, after: timedelta | None, ago: timedelta = 2 * HOUR, **fields: Any) -> None:
        newest = clock.now() - ago
        rows = (clock_row(cast.acme, newest - 10 * MINUTE * number, after, **fields) for number in range(n))
        Clock.objects.bulk_create(rows)

    return make


def raised(company: Company) -> list[tuple[str, int | None]]:
    watch_company(company)
    return list(Alert.objects.of(company).open().values_list("kind", "topic"))


def test_answers_slower_than_promised_raise_a_warning(cast, promised, asked):
    asked(40, 20 * MINUTE)
    asked(20, 50 * MINUTE)
    assert raised(cast.acme) == [("slow", None)]
    assert Alert.objects.get().facts == {"seconds": 3000.0, "within": 1800.0, "share": 80, "n": 60, "events": 60}


def test_the_promised_share_in_time_raises_none(cast, promised, asked):
    asked(48, 20 * MINUTE)
    asked(12, 50 * MINUTE)
    assert raised(cast.acme) == []


def test_open_questions_count_as_slow(cast, promised, asked):
    """Of those that were answered, all were in time."""
    asked(40, 20 * MINUTE)
    asked(20, None)
    assert raised(cast.acme) == [("slow", None)]
    assert Alert.objects.get().facts["seconds"] is None


def test_young_open_questions_do_not(cast, promised, asked):
    asked(50, 20 * MINUTE)
    asked(3, None, ago=timedelta(0))
    assert raised(cast.acme) == []


def test_one_bad_hour_is_not_enough(cast, promised, asked):
    """An hour ago, these forty had not been asked yet."""
    asked(60, 10 * MINUTE, ago=4 * HOUR)
    rows = [clock_row(cast.acme, clock.now() - 50 * MINUTE, None) for _each in range(40)]
    Clock.objects.bulk_create(rows)
    assert raised(cast.acme) == []
    with clock.moved(HOUR):
        assert raised(cast.acme) == [("slow", None)]


def test_of_fewer_than_thirty_questions_nobody_is_warned(cast, promised, asked):
    asked(29, 50 * MINUTE)
    assert raised(cast.acme) == []
    asked(1, 50 * MINUTE)
    assert raised(cast.acme) == [("slow", None)]


def test_a_quiet_community_is_looked_at_over_a_week(cast, promised, asked):
    for day in range(2, 8):
        asked(5, 50 * MINUTE, ago=day * DAY - HOUR * 20)
    assert raised(cast.acme) == [("slow", None)]


def test_long_promises_look_back_further(cast, asked):
    """Promised within two days: whoever asked yesterday has not waited for that long."""
    with clock.moved(-60 * DAY):
        made = clock.now()
    Promise.objects.create(
        company=cast.acme, version=1, valid_from=made, created_at=made, answer_within=48 * 3600, answer_share=80,
        author=cast.ada,
    )  # fmt: skip
    asked(40, None, ago=49 * HOUR)
    assert raised(cast.acme) == [("slow", None)]


@pytest.mark.parametrize("ended", ["withdrawn", "resolution only"])
def test_without_a_promise_about_answers_nothing_is_too_slow(cast, promised, asked, ended):
    asked(60, 50 * MINUTE)
    assert raised(cast.acme) == [("slow", None)]
    words = {"withdrawn": True} if ended == "withdrawn" else {"resolution_within": 3600, "resolution_share": 70}
    now = clock.now()
    Promise.objects.create(company=cast.acme, version=2, valid_from=now, created_at=now, author=cast.ada, **words)
    with clock.moved(MINUTE):
        assert raised(cast.acme) == []


def test_what_is_in_no_figure_raises_nothing(cast, promised, asked):
    asked(60, 50 * MINUTE, exclusion="hidden")
    assert raised(cast.acme) == []


def solved_by(company: Company, topic: Topic, counts: dict[Any, int], **fields: Any) -> None:
    given = {"basis": "asker", "resolution_quality": "exact", "solver_standing": "peer", **fields}
    at = clock.now() - 5 * DAY
    Clock.objects.bulk_create(
        clock_row(company, at, HOUR, topic=topic, resolved_at=at + HOUR, solver_id=member.pk, **given)
        for member, count in counts.items()
        for _each in range(count)
    )


@pytest.fixture
def helpers(cast: Any) -> list[Any]:
    return [factories.make_member(cast.acme) for _each in range(6)]


def test_a_topic_with_a_single_expert_raises_the_alarm(cast, helpers):
    topic = factories.topic_of(cast.acme)
    solved_by(cast.acme, topic, {cast.bob: 12})
    assert raised(cast.acme) == [("one_person", topic.pk)]
    assert Alert.objects.get().facts == {"member": cast.bob.pk, "count": 12, "n": 12, "people": 1}


def test_a_topic_with_two_equal_experts_does_not(cast, helpers):
    solved_by(cast.acme, factories.topic_of(cast.acme), {cast.bob: 10, cast.mona: 10})
    assert raised(cast.acme) == []


@pytest.mark.parametrize(("most", "warned"), [(7, False), (8, True)])
def test_more_than_thirty_five_of_a_hundred(cast, helpers, most, warned):
    """7 of 20 are 35 %, 8 of 21 are 38 %."""
    solved_by(cast.acme, factories.topic_of(cast.acme), {cast.bob: most, **dict.fromkeys(helpers, 2), cast.mona: 1})
    assert bool(raised(cast.acme)) == warned


def test_of_few_solutions_nobody_is_warned(cast):
    solved_by(cast.acme, factories.topic_of(cast.acme), {cast.bob: 9})
    assert raised(cast.acme) == []


@pytest.mark.parametrize("fields", [{"solver_standing": "service"}, {"exclusion": "hidden"}])
def test_solutions_that_are_nobodys(cast, fields):
    solved_by(cast.acme, factories.topic_of(cast.acme), {cast.bob: 12}, **fields)
    assert raised(cast.acme) == []


def test_who_solves_their_own_question_is_no_expert(cast):
    solved_by(cast.acme, factories.topic_of(cast.acme), {cast.bob: 12}, asker_id=cast.bob.pk)
    assert raised(cast.acme) == []


def test_archived_topics_need_no_expert(cast):
    topic = factories.make_topic(cast.acme, "Old", is_archived=True)
    solved_by(cast.acme, topic, {cast.bob: 12})
    assert raised(cast.acme) == []


def test_each_topic_is_looked_at_by_itself_and_each_company(cast, helpers):
    sims = factories.make_topic(cast.acme, "Sims")
    solved_by(cast.acme, factories.topic_of(cast.acme), {cast.bob: 12})
    solved_by(cast.acme, sims, dict.fromkeys(helpers, 3))
    assert raised(cast.acme) == [("one_person", factories.topic_of(cast.acme).pk)]
    assert raised(cast.bolt) == []


def test_admins_are_told_once_and_told_nothing_while_it_goes_on(cast, deliver_all):
    solved_by(cast.acme, factories.topic_of(cast.acme), {cast.bob: 12})
    for _hour in range(3):
        watch_company(cast.acme)
        deliver_all()
    assert list(Notification.objects.values_list("kind", "recipient")) == [("topic_depends_on_one", cast.ada.pk)]
    assert list(Event.objects.filter(type__startswith="speed.").values_list("type", flat=True)) == [
        "speed.alert_raised"
    ]


def test_it_is_cleared_when_it_is_over_and_raised_again_when_it_comes_back(cast, deliver_all, helpers):
    topic = factories.topic_of(cast.acme)
    solved_by(cast.acme, topic, {cast.bob: 12})
    assert watch_company(cast.acme) == Watched(raised=1, cleared=0)
    solved_by(cast.acme, topic, dict.fromkeys(helpers, 10))
    assert watch_company(cast.acme) == Watched(raised=0, cleared=1)
    solved_by(cast.acme, topic, {cast.bob: 90})
    assert watch_company(cast.acme) == Watched(raised=1, cleared=0)
    deliver_all()
    assert Alert.objects.filter(ended_at__isnull=False).count() == Alert.objects.open().count() == 1
    types = list(Event.objects.filter(type__startswith="speed.").order_by("pk").values_list("type", flat=True))
    assert types == ["speed.alert_raised", "speed.alert_cleared", "speed.alert_raised"]
    assert Notification.objects.count() == 2


def test_an_open_warning_has_the_numbers_of_now(cast):
    topic = factories.topic_of(cast.acme)
    solved_by(cast.acme, topic, {cast.bob: 12})
    watch_company(cast.acme)
    solved_by(cast.acme, topic, {cast.bob: 3})
    watch_company(cast.acme)
    assert Alert.objects.get().facts["n"] == 15


def test_the_number_of_queries_does_not_grow(cast, promised, asked, helpers, django_assert_num_queries):
    asked(60, 10 * MINUTE)
    with django_assert_num_queries(7):
        watch_company(cast.acme)
    asked(60, 10 * MINUTE)
    solved_by(cast.acme, factories.topic_of(cast.acme), dict.fromkeys(helpers, 4))
    with django_assert_num_queries(7):
        watch_company(cast.acme)


def test_a_company_that_fails_keeps_no_other_waiting(cast, monkeypatch, caplog):
    solved_by(cast.bolt, factories.topic_of(cast.bolt), {cast.charlie: 12})
    real = actions.troubles_of

    def fail_for_acme(company: Company, now: Any) -> Any:
        if company == cast.acme:
            raise RuntimeError("no clocks today")
        return real(company, now)

    monkeypatch.setattr(actions, "troubles_of", fail_for_acme)
    assert watch() == 1
    assert "could not be looked at" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_ten_watches_at_once_raise_one_warning(cast):
    solved_by(cast.acme, factories.topic_of(cast.acme), {cast.bob: 12})
    race(10, lambda _n: watch_company(cast.acme).raised)
    assert Alert.objects.count() == Event.objects.filter(type="speed.alert_raised").count() == 1


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([{}, {}], "one_open_alert_of_a_kind"),
        ([{"kind": "one_person"}], "alert_is_about_what_its_kind_says"),
        ([{"kind": "rain"}], "alert_is_about_what_its_kind_says"),
        ([{"ended_at": "earlier"}], "alert_ends_after_it_began"),
    ],
)
def test_the_database_refuses_warnings_that_cannot_be(cast, rows, name):
    now = clock.now()
    with pytest.raises(IntegrityError, match=name):
        for row in rows:
            changed = {**row, **({"ended_at": now - HOUR} if "ended_at" in row else {})}
            Alert.objects.create(**{"company": cast.acme, "kind": "slow", "began_at": now, "facts": {}, **changed})


def test_a_warning_that_is_over_makes_room_for_the_next(cast):
    now = clock.now()
    for ended_at in (now, now, None):
        Alert.objects.create(company=cast.acme, kind="slow", began_at=now, ended_at=ended_at, facts={})
    assert Alert.objects.count() == 3


def test_real_questions_and_answers_raise_a_warning(cast, deliver_all):
    for _each in range(10):
        factories.solve(factories.ask(cast.alice), cast.bob)
    deliver_all()
    assert raised(cast.acme) == [("one_person", factories.topic_of(cast.acme).pk)]
