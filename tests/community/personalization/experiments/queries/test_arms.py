"""Who is in which arm, and who takes no part."""

from __future__ import annotations

import pytest

from accounts.actions.consent import withdraw_consent
from accounts.purposes import Purpose
from community.personalization.experiments.actions.expose import note_first_effect
from community.personalization.experiments.actions.run import stop_experiment
from community.personalization.experiments.models import Exposure
from community.personalization.experiments.queries.arms import arm_of
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.personalization.experiments.treatments import BLOCK_ORDER, RING_SIZE
from tests import factories
from tests.community.personalization.experiments.conftest import running
from tests.races import race

OF_MEMBERS = {
    "key": "own-first",
    "treatment": BLOCK_ORDER.key,
    "metric": "helped",
    "variants": ["urgent_first", "own_first"],
}


def test_without_an_experiment_everything_is_as_usual(cast):
    arm = arm_of(cast.acme.pk, RING_SIZE, 7)
    assert (arm.variant, arm.experiment) == ("5", None)
    note_first_effect(arm)
    assert not Exposure.objects.exists()


def test_questions_fall_into_the_arms_by_their_shares_and_stay_there(cast):
    experiment = running(cast.ada, shares=[80, 20])
    arms = [arm_of(cast.acme.pk, RING_SIZE, number) for number in range(600)]
    assert arms[:50] == [arm_of(cast.acme.pk, RING_SIZE, number) for number in range(50)]
    inside = [arm for arm in arms if arm.experiment == experiment.pk]
    assert 0.74 < sum(arm.variant == "5" for arm in inside) / len(inside) < 0.86
    assert {arm.subject for arm in arms if arm.experiment is None} == {
        number for number in range(600) if in_hold_out(cast.acme.pk, f"question:{number}")
    }
    assert arm_of(cast.bolt.pk, RING_SIZE, 7).experiment is None


def test_an_end_gives_everybody_the_usual_back_at_once(cast, experiment):
    stop_experiment(admin=cast.ada, experiment=experiment)
    assert all(arm_of(cast.acme.pk, RING_SIZE, number).experiment is None for number in range(20))


def test_members_take_part_with_their_consent_only(cast, django_assert_num_queries):
    experiment = running(cast.ada, **OF_MEMBERS)
    members = [factories.make_member(cast.acme) for _number in range(8)]
    assert all(arm_of(cast.acme.pk, BLOCK_ORDER, each.pk).experiment is None for each in members)
    factories.consent(members[0], Purpose.FEED)
    assert arm_of(cast.acme.pk, BLOCK_ORDER, members[0].pk).experiment is None
    for each in members:
        factories.consent(each, Purpose.EXPERIMENTS)
    arms = [arm_of(cast.acme.pk, BLOCK_ORDER, each.pk) for each in members]
    taking_part = [each for each, arm in zip(members, arms, strict=True) if arm.experiment == experiment.pk]
    assert len(taking_part) >= 5
    with django_assert_num_queries(2):
        arm_of(cast.acme.pk, BLOCK_ORDER, taking_part[0].pk)
    withdraw_consent(member=taking_part[0], purpose=Purpose.EXPERIMENTS, surface="choices")
    assert arm_of(cast.acme.pk, BLOCK_ORDER, taking_part[0].pk).experiment is None


@pytest.mark.django_db(transaction=True)
def test_of_first_effects_at_the_same_moment_one_is_noted(cast, experiment):
    subject = next(n for n in range(100) if not in_hold_out(cast.acme.pk, f"question:{n}"))
    arm = arm_of(cast.acme.pk, RING_SIZE, subject)
    assert race(6, lambda _number: note_first_effect(arm)) == {"None": 6}
    assert Exposure.objects.get().variant == arm.variant
