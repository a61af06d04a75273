"""Admins register, start and stop experiments in plain words; nobody else does, and nothing is rewritten."""

from __future__ import annotations

import pytest

from community import clock
from community.personalization.experiments.actions.register import register_experiment
from community.personalization.experiments.actions.run import start_experiment, stop_experiment
from community.personalization.experiments.models import Experiment
from community.web.errors import NotAllowed
from tests.community.personalization.experiments.audit_cases import FORM
from tests.community.personalization.experiments.conftest import running, wanted

LIST = "/c/acme/manage/experiments/experiment/"
ADD = f"{LIST}add/"


@pytest.fixture
def ada(cast, browser_of):
    return browser_of(cast.ada)


def test_an_experiment_is_registered_in_the_form_started_and_stopped(cast, ada):
    assert ada.post(ADD, FORM).status_code == 302
    made = Experiment.objects.get()
    assert (made.company, made.author, made.unit, made.shares) == (cast.acme, cast.ada, "question", [60, 40])
    assert made.started_at is None
    assert ada.post(f"{LIST}act/start/?ids={made.pk}").status_code == 302
    assert Experiment.objects.get().is_running
    assert "What came of it" in ada.get(f"{LIST}{made.pk}/change/").content.decode()
    assert ada.post(f"{LIST}act/stop/?ids={made.pk}", {"reason": "Enough"}).status_code == 302
    assert Experiment.objects.get().stop == "admin"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"metric": "helped"}, "This is not measured of what you want to try out."),
        ({"treatment": "rewards.points"}, "Select a valid choice"),
        ({"touches_nothing": ""}, "This field is required"),
        ({"vulnerable": ""}, "This field is required"),
        ({"share": "96"}, "less than or equal to 95"),
        ({"tau": "0.2"}, "greater than or equal to 0.5"),
    ],
)
def test_what_cannot_be_tried_out_is_said_in_the_form(ada, changes, sentence):
    assert sentence in ada.post(ADD, {**FORM, **changes}).content.decode()
    assert not Experiment.objects.exists()


def test_a_registered_experiment_is_shown_and_not_changed(ada, experiment):
    shown = ada.get(f"{LIST}{experiment.pk}/change/").content.decode()
    for words in ("five at once (50 %), three at once (50 %)", "got a first answer in time", "One click, at once."):
        assert words in shown
    assert 'name="_save"' not in shown
    assert ada.post(f"{LIST}{experiment.pk}/change/", FORM).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_for_many(cast, ada, number, django_assert_num_queries):
    for each in range(number):
        register_experiment(admin=cast.ada, wanted=wanted(key=f"number-{each}"))
    ada.get(LIST)
    with django_assert_num_queries(11):
        ada.get(LIST)


@pytest.mark.parametrize("name", ["mona", "alice"])
def test_only_admins_come_here(cast, browser_of, experiment, name):
    browser = browser_of(getattr(cast, name))
    for address in (LIST, ADD, f"{LIST}act/stop/?ids={experiment.pk}"):
        assert browser.get(address).status_code in {302, 403, 404}
    assert browser.post(ADD, FORM).status_code in {302, 403}
    with pytest.raises(NotAllowed):
        register_experiment(admin=getattr(cast, name), wanted=wanted(key="mine"))
    with pytest.raises(NotAllowed):
        stop_experiment(admin=getattr(cast, name), experiment=experiment)


def test_what_the_form_does_not_offer_is_refused_too(cast):
    for fields in (
        {"treatment": "rewards.points"},
        {"variants": ["5", "7"]},
        {"shares": [97, 3]},
        {"metric": "clicks"},
    ):
        with pytest.raises(NotAllowed):
            register_experiment(admin=cast.ada, wanted=wanted(**fields))


def test_of_what_varies_the_same_one_runs_and_none_twice(cast, experiment):
    other = register_experiment(admin=cast.ada, wanted=wanted(key="other"))
    with pytest.raises(NotAllowed, match="varies the same"):
        start_experiment(admin=cast.ada, experiment=other)
    stop_experiment(admin=cast.ada, experiment=experiment)
    with pytest.raises(NotAllowed, match="has been started before"):
        start_experiment(admin=cast.ada, experiment=experiment)
    with pytest.raises(NotAllowed, match="is not running"):
        stop_experiment(admin=cast.ada, experiment=other)
    assert running(cast.ada, key="third").started_at <= clock.now()
