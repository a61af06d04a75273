"""Looks are written down, say honestly how sure they are, and stop what does harm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.audit.models import AuditEntry
from community.events.models import Event
from community.personalization.experiments.actions.look import look_at, look_at_all
from community.personalization.experiments.actions.run import stop_experiment
from community.personalization.experiments.models import Experiment, Exposure, Look, OptOut, QuestionOutcome
from community.personalization.experiments.tasks import look
from tests.community.personalization.experiments.conftest import met, running
from tests.community.personalization.experiments.queries.test_arms import OF_MEMBERS

DAY = timedelta(days=1)


def looked(experiment, later: timedelta = 2 * DAY):
    """Look so much later; return the arms' rows, the first arm's first."""
    with clock.moved(later):
        look_at(experiment)
    experiment.refresh_from_db()
    latest = Look.objects.order_by("-looked_at")[0].looked_at
    return [Look.objects.get(looked_at=latest, variant=variant) for variant in experiment.variants]


def test_only_units_whose_time_is_over_count(cast, experiment):
    met(experiment, "5", 110, clock.now(), answered=40)
    met(experiment, "3", 110, clock.now() + 2 * DAY, answered=40)
    first, other = looked(experiment)
    assert (first.exposed, first.n, first.reached) == (110, 110, 40)
    assert (other.exposed, other.n, other.reached) == (110, 0, 0)
    assert other.difference is None


def test_an_answer_after_the_time_is_none_in_time(cast, experiment):
    met(experiment, "5", 100, clock.now(), answered=100, hours=25)
    first, _other = looked(experiment, 3 * DAY)
    assert (first.n, first.reached) == (100, 0)


def test_a_difference_comes_with_its_interval_and_the_smallest_p_value_so_far(cast, experiment):
    now = clock.now()
    met(experiment, "5", 300, now, answered=120)
    met(experiment, "3", 300, now, answered=210)
    _first, other = looked(experiment)
    assert other.difference == pytest.approx(0.3)
    assert 0.1 < other.low < 0.3 < other.high < 0.5
    smallest = other.p_value
    assert smallest < 0.01
    met(experiment, "3", 200, now, answered=0)
    met(experiment, "5", 200, now, answered=0)
    _first, other = looked(experiment, 3 * DAY)
    assert other.difference == pytest.approx(0.18)
    assert other.p_value == smallest


def test_an_arm_whose_answers_take_longer_stops_it(cast, experiment):
    now = clock.now()
    met(experiment, "5", 150, now, answered=146)
    met(experiment, "3", 150, now, answered=146, hours=9)
    looked(experiment)
    assert experiment.stop == "slower"
    [entry] = AuditEntry.objects.filter(action="experiment.stopped")
    assert (entry.member, entry.after["stop"]) == ("", "slower")
    assert Event.objects.get(type="experiment.stopped").payload["reason"] == "slower"


def test_an_arm_as_fast_as_the_other_stops_nothing(cast, experiment):
    now = clock.now()
    for variant in ("5", "3"):
        met(experiment, variant, 150, now, answered=120)
    looked(experiment)
    assert experiment.is_running


def test_an_arm_whose_answers_do_not_work_stops_it(cast, experiment):
    now = clock.now()
    for variant in ("5", "3"):
        met(experiment, variant, 150, now, answered=120)
    threes = Exposure.objects.filter(variant="3").values("subject")[:20]
    QuestionOutcome.objects.filter(question__in=list(threes.values_list("subject", flat=True))).update(
        failed_at=now + DAY / 24
    )
    looked(experiment)
    assert experiment.stop == "reports"


def test_an_arm_that_people_leave_stops_it(cast):
    experiment = running(cast.ada, **OF_MEMBERS)
    Exposure.objects.bulk_create(
        Exposure(company=cast.acme, experiment=experiment, subject=number, variant=OF_MEMBERS["variants"][number % 2])
        for number in range(300)
    )
    OptOut.objects.bulk_create(
        OptOut(company=cast.acme, experiment=experiment, variant="own_first") for _number in range(12)
    )
    looked(experiment)
    assert experiment.stop == "opt_outs"


def test_arms_of_wrong_sizes_show_nothing(cast, experiment):
    met(experiment, "5", 400, clock.now())
    met(experiment, "3", 280, clock.now())
    looked(experiment)
    assert experiment.stop == "sizes"


def test_it_ends_after_its_longest_time_and_is_looked_at_until_its_last_unit_is_over(cast, experiment):
    with clock.moved(30 * DAY):
        met(experiment, "5", 1, clock.now() - timedelta(hours=1))
        assert look_at_all(cast.acme) == 1
    experiment.refresh_from_db()
    assert experiment.stop == "time"
    with clock.moved(31 * DAY + timedelta(hours=1)):
        assert look_at_all(cast.acme) == 1
    with clock.moved(31 * DAY + timedelta(hours=2)):
        assert look_at_all(cast.acme) == 0
    assert Look.objects.filter(variant="5").order_by("-looked_at")[0].n == 1


def test_what_an_admin_ended_without_a_difference_has_decided_nothing(cast, experiment, browser_of):
    def decided():
        page = browser_of(cast.alice).get("/c/acme/learning/")
        return page.context["decided"], Experiment.objects.decided().count()

    stop_experiment(admin=cast.ada, experiment=experiment, reason="We need the place.")
    assert decided() == (0, 0)
    found = {"difference": 0.2, "low": 0.1, "high": 0.3, "p_value": 0.001, "log_ratio_e": 0.0}
    Look.objects.create(
        company=cast.acme, experiment=experiment, looked_at=clock.now(), variant="3", exposed=9, n=9, reached=9, **found
    )
    assert decided() == (1, 1)
    with clock.moved(29 * DAY):
        assert decided() == (0, 1)


def test_the_hourly_task_looks_everywhere(cast, experiment):
    assert look() == 1
    assert Look.objects.filter(company=cast.acme).count() == 2
