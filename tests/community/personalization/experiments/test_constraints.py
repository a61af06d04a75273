"""What the database refuses about experiments, whatever code asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from community import clock
from community.personalization.experiments.models import Experiment, Exposure, Look, OptOut, QuestionOutcome
from tests import factories
from tests.community.personalization.experiments.conftest import running, wanted


def refused(name: str, change) -> None:
    """Assert that the database refuses the change by the constraint."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    assert name in str(error.value) or name == error.value.__cause__.diag.constraint_name


def made(cast, **fields) -> Experiment:
    row = wanted(**{"unit": "question", **fields})
    row.company, row.author = cast.acme, fields.get("author", cast.ada)
    row.save()
    return row


@pytest.mark.parametrize(
    "change",
    [
        {"hypothesis": "I meant the opposite"}, {"tau": 1}, {"metric": "solved"}, {"shares": [90, 10]},
        {"started_at": None}, {"touches_nothing": False}, {"hours": 1},
    ],
)  # fmt: skip
def test_an_experiment_stays_as_it_was_registered(experiment, change):
    mine = Experiment.objects.filter(pk=experiment.pk)
    refused("experiment_stays_as_registered", lambda: mine.update(**change))


def test_an_experiment_is_never_deleted_and_starts_and_stops_once(experiment):
    mine = Experiment.objects.filter(pk=experiment.pk)
    refused("experiment_stays_as_registered", lambda: mine.delete())
    later = clock.now() + timedelta(hours=1)
    refused("experiment_stays_as_registered", lambda: mine.update(started_at=later))
    refused("experiments_stop_after_starting_and_say_why", lambda: mine.update(stopped_at=later))
    early = experiment.started_at - timedelta(1)
    refused("experiments_stop_after_starting_and_say_why", lambda: mine.update(stopped_at=early, stop="time"))
    mine.update(stopped_at=later, stop="time")
    refused("experiment_stays_as_registered", lambda: mine.update(stopped_at=None, stop=""))
    refused("experiment_stays_as_registered", lambda: mine.update(stop="admin"))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"shares": [50, 49]}, "experiment_arms_make_a_whole"),
        ({"shares": [98, 2]}, "experiment_arms_make_a_whole"),
        ({"variants": ["5"], "shares": [100]}, "experiment_arms_make_a_whole"),
        ({"variants": ["5", "5"]}, "experiment_arms_make_a_whole"),
        ({"variants": ["5", "3"], "shares": [40, 30, 30]}, "experiment_arms_make_a_whole"),
        ({"started_at": clock.now()}, "experiments_are_registered_before_they_start"),
        ({"touches_nothing": False}, "experiments_touch_nothing_forbidden"),
        ({"harm": ""}, "experiments_answer_the_checklist"),
        ({"hours": 0}, "experiment_numbers_make_sense"),
        ({"tau": 0}, "experiment_numbers_make_sense"),
    ],
)
def test_an_experiment_is_whole(cast, fields, name):
    refused(name, lambda: made(cast, **fields))


def test_an_author_is_of_the_company(cast):
    refused("experiment_and_author_share_a_company", lambda: made(cast, author=cast.charlie))


def test_keys_are_one_and_of_a_treatment_one_runs(cast, experiment):
    refused("one_experiment_of_a_key", lambda: made(cast))
    other = made(cast, key="other")
    mine = Experiment.objects.filter(pk=other.pk)
    refused("one_running_experiment_of_a_treatment", lambda: mine.update(started_at=clock.now()))
    early = other.registered_at - timedelta(1)
    refused("experiments_are_registered_before_they_start", lambda: mine.update(started_at=early))


def test_effects_and_looks_are_of_an_arm_of_the_same_company(cast, experiment):
    boss = factories.make_member(cast.bolt, role="admin")
    others = running(boss)
    look = {"looked_at": clock.now(), "exposed": 0, "n": 0, "reached": 0, "log_ratio_e": 0.0}
    for fields in (
        {"company": cast.acme, "experiment": experiment, "variant": "7"},
        {"company": cast.acme, "experiment": others, "variant": "5"},
    ):
        refused("experiment_has_the_arm", lambda f=fields: Exposure.objects.create(subject=1, **f))
        refused("experiment_has_the_arm", lambda f=fields: OptOut.objects.create(**f))
        refused("experiment_has_the_arm", lambda f=fields: Look.objects.create(**look, **f))


def test_a_unit_meets_an_experiment_once_and_helps_afterwards(cast, experiment):
    fields = {"company": cast.acme, "experiment": experiment, "subject": 1, "variant": "5"}
    row = Exposure.objects.create(**fields)
    refused("one_exposure_of_a_unit", lambda: Exposure.objects.create(**fields))
    mine = Exposure.objects.filter(pk=row.pk)
    refused("helped_after_exposure", lambda: mine.update(helped_at=row.exposed_at - timedelta(1)))
    outcome = {"question_id": 7, "is_held_out": False, "is_counted": True, "asked_at": clock.now()}
    QuestionOutcome.objects.create(company=cast.acme, **outcome)
    refused(
        "one_experiment_outcome_of_a_question", lambda: QuestionOutcome.objects.create(company=cast.acme, **outcome)
    )


def test_a_look_makes_sense_and_stays(cast, experiment):
    fields = {
        "company": cast.acme, "experiment": experiment, "variant": "5", "looked_at": clock.now(), "log_ratio_e": 0.0,
    }  # fmt: skip
    counts = {"exposed": 3, "n": 2, "reached": 1}
    row = Look.objects.create(**fields, **counts)
    refused("one_look_at_an_arm_at_a_time", lambda: Look.objects.create(**fields, **counts))
    fields["variant"] = "3"
    refused("look_counts_fit", lambda: Look.objects.create(**fields, **{**counts, "reached": 3}))
    refused("look_difference_is_whole", lambda: Look.objects.create(**fields, **counts, difference=0.1))
    refused("look_stays_as_seen", lambda: Look.objects.filter(pk=row.pk).update(reached=2))
    refused("look_stays_as_seen", row.delete)
