"""What somebody was told for a purpose goes with their consent to it."""

from __future__ import annotations

import pytest

from accounts.actions.consent import withdraw_consent
from community.notifications.actions.forget import forget_notifications
from community.notifications.models import Notification
from community.web.registries.notices import kinds_for
from tests import factories
from tests.community.personalization.routing.conftest import asked, helpers, ring_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(cast, deliver_all):
    """Two helpers who were told of an offer, the first of them also that somebody answered their question."""
    one, other = helpers(cast.acme, 2)
    ring_of(asked(cast.alice))
    factories.answer(cast.bob, factories.ask(one))
    deliver_all()
    return one, other


def kinds(member):
    return set(Notification.objects.to(member).values_list("kind", flat=True))


def test_notices_of_offers_go_with_the_consent_to_offers_and_no_others(two, deliver_all):
    one, other = two
    before = kinds(one)
    assert "offer_made" in before and len(before) > 1 and "offer_made" in kinds(other)
    withdraw_consent(member=one, purpose="routing", surface="choices")
    deliver_all()
    assert kinds(one) == before - {"offer_made"} and "offer_made" in kinds(other)


def test_another_purpose_takes_nothing_with_it(two, cast):
    one, _other = two
    before = kinds(one)
    for purpose in ("feed", ""):
        assert kinds_for(purpose) == frozenset()
        assert forget_notifications(company_id=cast.acme.pk, member_id=one.pk, purpose=purpose) == 0
    assert kinds(one) == before
