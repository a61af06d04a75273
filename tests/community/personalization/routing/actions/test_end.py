"""How offers end, and what it costs: nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.actions.consent import withdraw_consent
from community import clock
from community.events.models import Event
from community.personalization.routing.actions.end import expire_offers, sweep_offers
from community.personalization.routing.actions.respond import accept_offer, decline_offer
from community.personalization.routing.actions.wish import Wish, block_member, change_wish
from community.personalization.routing.models import Offer, Ring
from community.personalization.routing.queries.queue import queue_of
from community.questions.actions.close import close_question
from community.questions.actions.hide import hide_post, restore_post
from community.web.errors import NotAllowed
from tests import factories
from tests.community.personalization.routing.conftest import asked, helpers, ring_of, told

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def states() -> dict[int, str]:
    return dict(Offer.objects.values_list("member", "state"))


def test_an_answer_ends_the_offers_the_authors_as_answered(cast, deliver_all):
    one, other = helpers(cast.acme, 2)
    question = asked(cast.alice)
    deliver_all()
    factories.answer(one, question)
    deliver_all()
    assert states() == {one.pk: "answered", other.pk: "withdrawn"}
    assert not Ring.objects.filter(next_at__isnull=False).exists()


def test_a_remark_ends_nothing(cast, deliver_all):
    [one] = helpers(cast.acme, 1)
    question = asked(cast.alice)
    deliver_all()
    factories.comment(one, question)
    deliver_all()
    assert set(states().values()) == {"made"}


@pytest.mark.parametrize("how", ["close", "hide"])
def test_a_question_that_is_gone_is_offered_to_nobody_any_more(cast, deliver_all, how):
    helpers(cast.acme, 2)
    question = asked(cast.alice)
    deliver_all()
    if how == "close":
        close_question(member=cast.alice, question=question, reason="Found it myself.")
    else:
        hide_post(moderator=cast.mona, post=question.post, reason="Advertising")
    deliver_all()
    assert set(states().values()) == {"withdrawn"}


def test_a_question_that_was_held_is_offered_when_it_is_shown(cast, deliver_all):
    [helper] = helpers(cast.acme, 1)
    question = asked(cast.alice)
    hide_post(moderator=cast.mona, post=question.post, reason="To look at")
    deliver_all()
    assert told(question) == set()
    restore_post(moderator=cast.mona, post=question.post)
    deliver_all()
    assert told(question) == {helper.pk}


def test_saying_yes_and_no_twice_is_saying_it_once(cast):
    one, other = helpers(cast.acme, 2)
    question = asked(cast.alice)
    ring_of(question)
    first, second = Offer.objects.get(member=one), Offer.objects.get(member=other)
    for _twice in range(2):
        accept_offer(member=one, offer=first)
        decline_offer(member=other, offer=second)
    assert states() == {one.pk: "accepted", other.pk: "declined"}
    assert Event.objects.filter(type__in=["offer.accepted", "offer.declined"]).count() == 2
    with pytest.raises(NotAllowed):
        accept_offer(member=other, offer=second)


def test_declining_and_letting_pass_change_nothing_but_ones_own_number_of_offers(cast, deliver_all):
    [helper] = helpers(cast.acme, 1)
    with clock.frozen_at(NOON):
        ring_of(asked(cast.alice))
        decline_offer(member=helper, offer=Offer.objects.get())
        ring_of(asked(cast.alice))
        deliver_all()
        before = {event.type for event in Event.objects.filter(actor=helper.key)}
    with clock.frozen_at(NOON + timedelta(minutes=16)):
        assert expire_offers(cast.acme) == 1
        deliver_all()
    helper.refresh_from_db()
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["declined", "expired"]
    assert before == {"consent.given", "offer.declined"} and helper.trust_level == 0
    assert not Event.objects.filter(stream=f"member:{helper.pk}").exclude(type="consent.given").exists()


def test_somebody_who_is_on_it_keeps_the_question_in_their_queue_for_a_day(cast):
    [helper] = helpers(cast.acme, 1)
    with clock.frozen_at(NOON):
        ring_of(asked(cast.alice))
        accept_offer(member=helper, offer=Offer.objects.get())
    with clock.frozen_at(NOON + timedelta(hours=23)):
        assert expire_offers(cast.acme) == 0
        assert len(queue_of(helper, clock.now()).offers) == 1
    with clock.frozen_at(NOON + timedelta(hours=25)):
        assert expire_offers(cast.acme) == 1


def test_withdrawing_consent_deletes_what_was_offered(cast, deliver_all):
    one, other = helpers(cast.acme, 2)
    question = asked(cast.alice)
    deliver_all()
    withdraw_consent(member=one, purpose="routing", surface="choices")
    deliver_all()
    assert set(Offer.objects.values_list("member", flat=True)) == {other.pk}
    assert told(question) == {other.pk}


def test_withdrawing_another_consent_deletes_nothing(cast, deliver_all):
    [helper] = helpers(cast.acme, 1)
    factories.consent(helper, "feed")
    asked(cast.alice)
    deliver_all()
    withdraw_consent(member=helper, purpose="feed", surface="choices")
    deliver_all()
    assert Offer.objects.count() == 1


def test_the_sweep_deletes_what_nobody_may_keep(cast):
    one, other = helpers(cast.acme, 2)
    with clock.frozen_at(NOON):
        ring_of(asked(cast.alice))
        withdraw_consent(member=one, purpose="routing", surface="choices")
        assert sweep_offers(cast.acme) == 1
    with clock.frozen_at(NOON + timedelta(days=396)):
        assert sweep_offers(cast.acme) == 1
    assert not Offer.objects.filter(member__in=[one, other]).exists()


def test_a_block_and_a_pause_take_open_offers_back(cast):
    one, other = helpers(cast.acme, 2)
    question = asked(cast.alice)
    ring_of(question)
    block_member(member=cast.alice, other=one)
    assert told(question) == {other.pk}
    change_wish(member=other, wish=Wish(paused_until=clock.now() + timedelta(days=1)))
    assert told(question) == set()


def test_nobody_blocks_themselves(cast):
    with pytest.raises(NotAllowed):
        block_member(member=cast.bob, other=cast.bob)
