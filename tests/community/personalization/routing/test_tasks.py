"""What happens to offers by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.actions.consent import withdraw_consent
from accounts.models import Company
from community import clock
from community.personalization.routing.models import Offer, Ring
from community.personalization.routing.tasks import sweep, widen
from community.questions.actions.close import close_question, reopen_question
from tests.community.personalization.routing.conftest import asked, helpers, ring_of, told

pytestmark = pytest.mark.django_db


def test_what_is_over_expires_and_the_next_are_asked(cast):
    helpers(cast.acme, 7)
    question = asked(cast.alice)
    ring_of(question)
    assert widen() == 0
    with clock.moved(timedelta(minutes=15)):
        assert widen() == 1 and widen() == 0
        assert len(told(question)) == 2
    assert Offer.objects.filter(state="expired").count() == 5


def test_offers_without_consent_are_swept_in_closed_communities_too(cast):
    [helper] = helpers(cast.acme, 1)
    ring_of(asked(cast.alice))
    withdraw_consent(member=helper, purpose="routing", surface="choices")
    Company.objects.filter(pk=cast.acme.pk).update(is_open=False)
    assert sweep() == 1 and not Offer.objects.exists()


def test_a_question_that_is_opened_again_is_offered_to_those_who_were_not_asked(cast, deliver_all):
    members = helpers(cast.acme, 7)
    question = asked(cast.alice)
    deliver_all()
    first = told(question)
    close_question(member=cast.alice, question=question, reason="Found it.")
    deliver_all()
    assert told(question) == set()
    reopen_question(member=cast.alice, question=question)
    deliver_all()
    assert told(question) == {each.pk for each in members} - first
    assert list(Ring.objects.values_list("number", flat=True).order_by("number")) == [1, 2]
