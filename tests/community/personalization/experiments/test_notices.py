"""Admins hear of an experiment that ended without them."""

from __future__ import annotations

import pytest

from community.notifications.models import Notification
from community.personalization.experiments.actions.run import stop_by_itself, stop_experiment
from community.personalization.experiments.models import Experiment
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("why, kind", [("slower", "experiment_did_harm"), ("time", "experiment_is_over")])
def test_admins_are_told_that_an_experiment_stopped_by_itself_and_why(
    cast, experiment, deliver_all, browser_of, why, kind
):
    stop_by_itself(Experiment.objects.get(pk=experiment.pk), why)
    deliver_all()
    told = Notification.objects.filter(kind__startswith="experiment_")
    assert set(told.values_list("kind", "recipient")) == {(kind, cast.ada.pk)}
    assert browser_of(cast.ada).get(f"/c/acme/experiments/{experiment.pk}/").status_code == 200


def test_nobody_is_told_of_what_an_admin_ended(cast, experiment, deliver_all):
    factories.make_member(cast.acme, role="admin")
    stop_experiment(admin=cast.ada, experiment=experiment, reason="We have seen enough.")
    deliver_all()
    assert not Notification.objects.filter(kind__startswith="experiment_").exists()
