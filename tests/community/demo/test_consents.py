"""Some of the demo's helpers agreed to what is learned of helpers, and its log says so as a seed."""

from __future__ import annotations

import pytest

from accounts.models import Company, ConsentEntry, Membership
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community.events.models import Event
from community.personalization.memory.models import Helper
from community.questions.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded", "at_seeding")]


def test_those_who_help_often_said_yes_and_others_were_not_asked():
    for company in Company.objects.filter(is_demo=True):
        agreed = set(consenting(company.pk, Purpose.ROUTING))
        assert agreed == set(consenting(company.pk, Purpose.FEED))
        assert agreed and agreed < set(Membership.objects.of(company))


def test_every_word_of_the_demo_is_told_by_one_event_of_a_seed():
    told = Event.objects.filter(type="consent.given").values_list("payload__member", "payload__purpose", "source")
    said = ConsentEntry.objects.filter(company__is_demo=True).values_list("membership", "purpose")
    assert sorted(told) == sorted((*each, Event.Source.SEED) for each in said)


def test_who_said_yes_and_answered_is_remembered_and_nobody_else():
    for company in Company.objects.filter(is_demo=True):
        remembered = set(Helper.objects.filter(company=company).values_list("member", flat=True))
        agreed = consenting(company.pk, Purpose.ROUTING).values_list("pk", flat=True)
        answered = Answer.objects.filter(company=company, is_substantive=True).values_list("post__author", flat=True)
        assert remembered == set(agreed) & set(answered)
        assert remembered
