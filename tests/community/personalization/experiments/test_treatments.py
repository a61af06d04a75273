"""What may be tried out, held as it is: whoever adds to it says here that it touches nothing that it must not touch."""

from __future__ import annotations

from community.personalization.experiments.metrics import METRICS
from community.personalization.experiments.treatments import TREATMENTS
from tests.architecture.source import sources

ALLOWED = {"routing.ring_size": ("question", ["5", "3"]), "feed.block_order": ("member", ["urgent_first", "own_first"])}
FORBIDDEN = ("rewards/", "community/moderation/", "accounts/", "community/questions/", "community/notifications/")


def test_the_list_holds_what_is_allowed_and_nothing_else():
    assert {key: (each.unit.value, [v.key for v in each.variants]) for key, each in TREATMENTS.items()} == ALLOWED
    assert {each.unit for each in TREATMENTS.values()} == {each.unit for each in METRICS.values()}


def test_nothing_of_pay_moderation_or_access_asks_for_an_arm():
    held = [each for each in sources() if each.name.startswith(FORBIDDEN)]
    assert held and [each.name for each in held if "personalization.experiments" in each.text] == []
