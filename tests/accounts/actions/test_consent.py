"""A person says yes and no, purpose by purpose; the newest word holds and no word is ever changed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import purposes
from accounts.actions.consent import (
    forget_consents,
    give_consent,
    refuse_consent,
    withdraw_consent,
    withdraw_everything,
)
from accounts.models import ConsentEntry
from accounts.privacy import ConsentsHeld
from accounts.purposes import WORDINGS, Purpose
from accounts.queries.consent import choices_of, consenting, has_consent
from community import clock
from community.events.models import Event
from community.web.errors import NotAllowed
from tests import factories
from tests.races import race

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def said_by(member):
    return list(ConsentEntry.objects.filter(membership=member).order_by("number").values_list("number", "said"))


def events():
    return list(Event.objects.filter(type__startswith="consent.").order_by("id").values_list("type", "payload"))


def test_nothing_is_on_before_somebody_said_yes(cast):
    assert not any(has_consent(cast.bob.pk, purpose) for purpose in Purpose.values)


def test_yes_then_no_is_written_told_and_holds_at_once(cast):
    factories.consent(cast.bob, Purpose.FEED)
    assert has_consent(cast.bob.pk, Purpose.FEED) and not has_consent(cast.bob.pk, Purpose.ROUTING)
    withdraw_consent(member=cast.bob, purpose=Purpose.FEED, surface="choices")
    assert not has_consent(cast.bob.pk, Purpose.FEED)
    assert said_by(cast.bob) == [(1, "given"), (2, "withdrawn")]
    facts = {"member": cast.bob.pk, "purpose": "feed", "wording": 2}
    assert events() == [("consent.given", facts), ("consent.withdrawn", facts)]


def test_the_same_word_twice_is_written_once(cast):
    for _ in range(2):
        factories.consent(cast.bob, Purpose.FEED)
    for _ in range(2):
        withdraw_consent(member=cast.bob, purpose=Purpose.FEED, surface="choices")
    assert said_by(cast.bob) == [(1, "given"), (2, "withdrawn")] and len(events()) == 2


def test_a_no_is_remembered_and_not_asked_about_for_half_a_year(cast):
    with clock.frozen_at(NOON):
        assert choices_of(cast.bob.pk).asking(Purpose.FEED) is not None
        refuse_consent(member=cast.bob, purpose=Purpose.FEED, wording=2, surface="feed")
    with clock.frozen_at(NOON + timedelta(days=182)):
        assert choices_of(cast.bob.pk).asking(Purpose.FEED) is None
        refuse_consent(member=cast.bob, purpose=Purpose.FEED, wording=2, surface="choices")
    assert said_by(cast.bob) == [(1, "declined")] and events() == []
    with clock.frozen_at(NOON + timedelta(days=183)):
        assert choices_of(cast.bob.pk).asking(Purpose.FEED) is not None


def test_a_no_on_a_page_takes_a_yes_back_whatever_was_read_on_it(cast):
    factories.consent(cast.bob, Purpose.FEED)
    refuse_consent(member=cast.bob, purpose=Purpose.FEED, wording=99, surface="choices")
    assert not has_consent(cast.bob.pk, Purpose.FEED) and len(events()) == 2


def test_nobody_agrees_to_words_that_are_not_those_of_today_nor_in_the_name_of_others(cast):
    imported = factories.make_member(cast.acme, "Ivy", kind="imported")
    for member, purpose, wording in ((cast.bob, "feed", 1), (cast.bob, "gossip", 1), (imported, "feed", 2)):
        with pytest.raises(NotAllowed):
            give_consent(member=member, purpose=purpose, wording=wording, surface="choices")
    assert not ConsentEntry.objects.exists()


def test_a_new_text_asks_everybody_anew(cast, monkeypatch):
    factories.consent(cast.bob, Purpose.FEED, Purpose.ROUTING)
    older = WORDINGS[Purpose.FEED]
    monkeypatch.setattr(purposes, "WORDINGS", {**WORDINGS, Purpose.FEED: (*older, replace(older[-1], number=3))})
    assert not has_consent(cast.bob.pk, Purpose.FEED) and not consenting(cast.acme.pk, Purpose.FEED)
    assert choices_of(cast.bob.pk).asking(Purpose.FEED).wording.number == 3
    factories.consent(cast.bob, Purpose.FEED)
    assert has_consent(cast.bob.pk, Purpose.FEED) and has_consent(cast.bob.pk, Purpose.ROUTING)


def test_one_click_takes_everything_back(cast):
    factories.consent(cast.bob, Purpose.FEED, Purpose.ROUTING)
    assert withdraw_everything(member=cast.bob, surface="choices") == ["routing", "feed"]
    assert not any(has_consent(cast.bob.pk, purpose) for purpose in Purpose.values)


def test_those_who_agree_are_named_by_company_and_purpose(cast):
    factories.consent(cast.alice, Purpose.FEED)
    factories.consent(cast.bob, Purpose.FEED, Purpose.ROUTING)
    factories.consent(cast.charlie, Purpose.FEED)
    withdraw_consent(member=cast.bob, purpose=Purpose.FEED, surface="choices")
    assert set(consenting(cast.acme.pk, Purpose.FEED)) == {cast.alice}
    assert set(consenting(cast.acme.pk, Purpose.ROUTING)) == {cast.bob}


def test_the_person_gets_what_they_said_and_can_have_it_erased(cast):
    factories.consent(cast.bob, Purpose.FEED)
    factories.consent(cast.alice, Purpose.FEED)
    exported = ConsentsHeld().export(cast.bob.pk)["said"]
    assert [(each["purpose"], each["said"], each["wording"]) for each in exported] == [("feed", "given", 2)]
    for _ in range(2):
        ConsentsHeld().erase(cast.bob.pk)
    assert said_by(cast.bob) == [] and said_by(cast.alice) == [(1, "given")]


def test_after_an_erasure_the_ledger_refuses_again(cast):
    factories.consent(cast.bob, Purpose.FEED)
    forget_consents(cast.alice.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEntry.objects.all().delete()


@contextmanager
def refused(constraint):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert refusal.value.__cause__.diag.constraint_name == constraint


def row(member, **fields):
    given = {"purpose": "feed", "number": 1, "said": "given", "wording": 2, "surface": "choices"}
    return ConsentEntry(**{"company": member.company, "membership": member, **given, **fields})


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("consent_is_to_a_known_purpose", {"purpose": "gossip"}),
        ("consent_says_yes_or_no", {"said": "perhaps"}),
        ("consent_names_its_wording", {"wording": 0}),
        ("consent_names_where_it_was_said", {"surface": ""}),
        ("consents_follow_each_other", {"number": 2}),
        ("consents_follow_each_other", {"said": "withdrawn"}),
    ],
)
def test_the_database_refuses_a_word_that_makes_no_sense(cast, constraint, fields):
    with refused(constraint):
        row(cast.bob, **fields).save()


def test_the_database_refuses_a_word_twice_and_a_strangers(cast):
    row(cast.bob).save()
    with refused("consents_follow_each_other"):
        row(cast.bob, number=2).save()
    with refused("consent_and_member_share_a_company"):
        row(cast.alice, company=cast.bolt).save()


def test_the_database_refuses_every_change(cast):
    row(cast.bob).save()
    said = ConsentEntry.objects.filter(membership=cast.bob)
    for change in (lambda: said.update(said="declined"), said.delete):
        with refused("consents_are_append_only"):
            change()


def test_the_database_refuses_to_empty_the_ledger():
    with refused("consents_are_append_only"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL peerdesk.may_truncate = 'off'")
        cursor.execute("TRUNCATE accounts_consententry")


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_two_first_words_apart(cast):
    outcome = race(2, lambda _n: row(cast.bob).save())
    assert outcome["IntegrityError"] == 1 and said_by(cast.bob) == [(1, "given")]


@pytest.mark.django_db(transaction=True)
def test_yes_and_no_at_the_same_moment_have_one_order(cast):
    def act(number):
        if number % 2:
            withdraw_consent(member=cast.bob, purpose=Purpose.FEED, surface="choices")
        else:
            factories.consent(cast.bob, Purpose.FEED)

    assert race(12, act) == {"None": 12}
    words = said_by(cast.bob)
    assert [number for number, _said in words] == list(range(1, len(words) + 1))
    assert all(said == ("given", "withdrawn")[place % 2] for place, (_number, said) in enumerate(words))
    assert [kind.removeprefix("consent.") for kind, _payload in events()] == [said for _number, said in words]
    assert has_consent(cast.bob.pk, Purpose.FEED) == (len(words) % 2 == 1)
