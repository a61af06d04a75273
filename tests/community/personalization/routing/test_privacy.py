"""What a person can have handed over, and what is forgotten."""

from __future__ import annotations

import json

import pytest

from community.personalization.routing.actions.wish import Wish, block_member, change_wish
from community.personalization.routing.models import Block, HelperSettings, Offer
from community.web.registries.privacy import personal_data
from tests.community.personalization.routing.conftest import asked, helpers, ring_of

pytestmark = pytest.mark.django_db
[HELD] = [each for each in personal_data() if each.name == "offers"]


def test_everything_about_a_helper_is_handed_over_and_forgotten(cast):
    one, other = helpers(cast.acme, 2)
    question = asked(cast.alice)
    ring_of(question)
    change_wish(member=one, wish=Wish(languages=["en"], most_a_day=2))
    block_member(member=one, other=cast.mona)
    block_member(member=cast.ada, other=one)
    held = HELD.export(one.pk)
    [offer] = held["offers"]
    assert offer["question"] == question.pk and offer["contributions"]["fair_share"] == 0
    assert held["settings"]["most_a_day"] == 2 and [each["member"] for each in held["blocked"]] == [cast.mona.pk]
    assert json.dumps(held)
    for _twice in range(2):
        HELD.erase(one.pk)
    assert HELD.export(one.pk) == {"offers": [], "settings": {}, "blocked": []}
    assert not Block.objects.exists() and not HelperSettings.objects.exists()
    assert list(Offer.objects.values_list("member", flat=True)) == [other.pk]
