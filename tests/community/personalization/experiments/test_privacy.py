"""What a person can have handed over, and what is forgotten."""

from __future__ import annotations

import json

from community.personalization.experiments.actions.expose import note_first_effect
from community.personalization.experiments.models import Exposure
from community.personalization.experiments.queries.arms import Arm
from community.web.registries.privacy import personal_data
from tests.community.personalization.experiments.conftest import running
from tests.community.personalization.experiments.queries.test_arms import OF_MEMBERS

[HELD] = [each for each in personal_data() if each.name == "experiments"]


def test_what_a_member_met_is_handed_over_and_forgotten(cast):
    of_members, of_questions = running(cast.ada, **OF_MEMBERS), running(cast.ada)
    note_first_effect(Arm("own_first", cast.acme.pk, cast.bob.pk, of_members.pk))
    note_first_effect(Arm("3", cast.acme.pk, cast.bob.pk, of_questions.pk))
    told = HELD.export(cast.bob.pk)
    assert [(each["experiment"], each["variant"]) for each in told["experiments_met"]] == [("own-first", "own_first")]
    assert json.dumps(told)
    for _twice in range(2):
        HELD.erase(cast.bob.pk)
    assert HELD.export(cast.bob.pk)["experiments_met"] == []
    assert Exposure.objects.get().experiment == of_questions


def test_what_an_admin_registered_is_the_companys_and_stays(cast):
    running(cast.ada)
    HELD.erase(cast.ada.pk)
    assert [each["experiment"] for each in HELD.export(cast.ada.pk)["experiments_registered"]] == ["fewer-at-once"]
