"""What a member decided about their list is kept, handed over and erased, and the database refuses what is no reason."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from community.personalization.feed.actions.choose import choose_scope, switch_reason
from community.personalization.feed.models import FeedChoice
from community.personalization.feed.privacy import FeedHeld
from community.web.errors import NotAllowed
from tests import factories
from tests.races import race

pytestmark = pytest.mark.django_db


def test_choices_are_handed_over_and_erased(cast):
    topic = factories.topic_of(cast.acme)
    switch_reason(member=cast.bob, reason="hour", on=False)
    choose_scope(member=cast.bob, languages=["en"], topics=[topic.pk])
    held = {"reasons_switched_off": ["hour"], "languages": ["en"], "topics": [topic.pk]}
    assert FeedHeld().export(cast.bob.pk) == held
    FeedHeld().erase(cast.bob.pk)
    assert not FeedChoice.objects.exists()


def test_topics_of_another_company_are_left_out(cast):
    choose_scope(member=cast.bob, languages=[], topics=[factories.topic_of(cast.bolt).pk])
    assert FeedChoice.objects.get().topics == []


def test_freshness_cannot_be_switched_off(cast):
    with pytest.raises(NotAllowed):
        switch_reason(member=cast.bob, reason="fresh", on=False)


def test_the_database_knows_the_reasons(cast):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        FeedChoice.objects.create(company=cast.acme, member=cast.bob, off=["fresh"])
    assert refusal.value.__cause__.diag.constraint_name == "only_reasons_about_a_member_are_switched_off"


@pytest.mark.django_db(transaction=True)
def test_two_switches_at_once_both_hold(cast):
    race(2, lambda number: switch_reason(member=cast.bob, reason=("hour", "topic")[number], on=False).pk)
    assert FeedChoice.objects.get().off == ["topic", "hour"]
