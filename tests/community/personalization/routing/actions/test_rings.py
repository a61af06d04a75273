"""Whom a ring asks, and never."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from accounts.actions.consent import withdraw_consent
from accounts.models import Membership
from community import clock
from community.personalization.experiments.models import Exposure
from community.personalization.memory.actions.not_me import Signal, say_not_me, take_back_not_me
from community.personalization.memory.tasks import sweep
from community.personalization.routing.actions.end import expire_offers, forget_offers
from community.personalization.routing.actions.rings import widen
from community.personalization.routing.actions.wish import Wish, block_member, change_wish
from community.personalization.routing.models import Block, HelperSettings, Offer, Ring
from community.personalization.routing.queries.eligible import eligible_for
from community.personalization.routing.queries.ranked import ranked_for
from community.questions.models import Question
from tests import factories
from tests.community.personalization.experiments.conftest import running
from tests.community.personalization.routing.conftest import asked, helpers, ring_of, told
from tests.races import race

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_only_those_who_agreed_are_asked_and_the_numbers_add_up(cast):
    [helper] = helpers(cast.acme, 1)
    question = asked(cast.alice)
    ring = ring_of(question)
    assert ring is not None and (ring.eligible, ring.asked, ring.served) == (1, 1, "plain")
    offer = Offer.objects.get()
    assert (offer.member, offer.state, offer.propensity) == (helper, "made", 1.0)
    assert math.isclose(offer.base + sum(offer.contributions.values()), offer.score, abs_tol=1e-9)


def test_a_held_out_question_is_offered_to_nobody(cast):
    helpers(cast.acme, 2)
    assert ring_of(asked(cast.alice, held_out=True)) is None
    assert not Ring.objects.exists()


def test_the_next_five_are_asked_after_a_quarter_of_an_hour_without_an_answer(cast):
    members = helpers(cast.acme, 12)
    with clock.frozen_at(NOON):
        question = asked(cast.alice)
        ring_of(question)
        first = told(question)
        assert len(first) == 5 and widen(cast.acme) == 0
    with clock.frozen_at(NOON + timedelta(minutes=15)):
        assert (expire_offers(cast.acme), widen(cast.acme)) == (5, 1)
        second = told(question)
        assert len(second) == 5 and not first & second
        factories.answer(members[0], question)
    with clock.frozen_at(NOON + timedelta(minutes=31)):
        assert widen(cast.acme) == 0
    assert Ring.objects.filter(next_at__isnull=False).count() == 0


def test_a_question_for_which_nobody_is_there_is_looked_at_again(cast):
    with clock.frozen_at(NOON):
        question = asked(cast.alice)
        assert ring_of(question).asked == 0
        [helper] = helpers(cast.acme, 1)
    with clock.frozen_at(NOON + timedelta(minutes=16)):
        assert widen(cast.acme) == 1
    assert told(question) == {helper.pk}


@pytest.mark.parametrize(
    ("wish", "is_asked"),
    [
        (Wish(), True),
        (Wish(paused_until=NOON + timedelta(days=1)), False),
        (Wish(paused_until=NOON - timedelta(days=1)), True),
        (Wish(hours_from=9, hours_until=12), False),
        (Wish(hours_from=9, hours_until=12, time_zone="America/New_York"), False),
        (Wish(hours_from=21, hours_until=8, time_zone="Asia/Tokyo"), True),
        (Wish(most_a_day=0), False),
        (Wish(languages=["de"]), False),
        (Wish(languages=["de", "en"]), True),
    ],
)
def test_what_a_helper_wants_decides(cast, wish, is_asked):
    [helper] = helpers(cast.acme, 1)
    with clock.frozen_at(NOON):
        change_wish(member=helper, wish=wish)
        question = asked(cast.alice)
        ring_of(question)
    assert (told(question) == {helper.pk}) == is_asked


def test_nobody_gets_more_than_they_want_in_a_day(cast):
    [helper] = helpers(cast.acme, 1)
    with clock.frozen_at(NOON):
        change_wish(member=helper, wish=Wish(most_a_day=2))
        for _ in range(4):
            ring_of(asked(cast.alice))
        assert Offer.objects.filter(member=helper).count() == 2
    with clock.frozen_at(NOON + timedelta(hours=25)):
        ring_of(asked(cast.alice))
    assert Offer.objects.filter(member=helper).count() == 3


def test_whoever_answered_the_most_similar_question_is_asked_and_told_which(cast, deliver_all):
    first, *_others = helpers(cast.acme, 12)
    past = asked(cast.alice, "No roaming in Norway since the border")
    deliver_all()
    factories.answer(first, past)
    deliver_all()
    question = asked(cast.alice, "Roaming in Norway does not work")
    deliver_all()
    offer = Offer.objects.get(question=question, member=first)
    assert (offer.slot, offer.reason["similar"]) == ("similar", [past.pk])


def test_what_a_helper_switched_off_adds_nothing(cast, deliver_all):
    one, *_others = helpers(cast.acme, 3)
    for title in ("Roaming in Norway", "Roaming in Sweden", "Billing in May"):
        factories.answer(one, asked(cast.alice, title))
    deliver_all()
    sweep()
    ring_of(asked(cast.alice))
    ring_of(asked(cast.alice))
    change_wish(member=one, wish=Wish(switched_off=["language", "lately"]))
    before = Offer.objects.filter(member=one).latest("pk")
    ring_of(asked(cast.alice))
    after = Offer.objects.filter(member=one).latest("pk")
    assert before.contributions["language"] > 0
    assert after.contributions["language"] == after.contributions["lately"] == 0


def test_what_a_helper_switched_off_gives_no_place_and_no_words(cast, deliver_all):
    one, *_others = helpers(cast.acme, 12)
    past = asked(cast.alice, "No roaming in Norway since the border")
    factories.solve(past, one)
    deliver_all()
    change_wish(member=one, wish=Wish(switched_off=["similar", "topic", "language"]))
    question = asked(cast.alice, "Roaming in Norway does not work")
    found = eligible_for(question, clock.now())
    ranked = ranked_for(question, found, clock.now())
    [known] = [each for each in found if each.member == one.pk]
    assert (known.counted, ranked.most_similar, ranked.standings[one.pk].past) == ({"answers": 1}, None, ())


def test_what_a_helper_says_not_to_be_gives_no_place_and_no_words(cast, deliver_all):
    one, *_others = helpers(cast.acme, 12)
    past = asked(cast.alice, "No roaming in Norway since the border")
    factories.solve(past, one)
    deliver_all()
    question = asked(cast.alice, "Roaming in Norway does not work")

    def known():
        found = eligible_for(question, clock.now())
        ranked = ranked_for(question, found, clock.now())
        [counted] = [each.counted for each in found if each.member == one.pk]
        return counted, ranked.most_similar, ranked.standings[one.pk].past

    counts = {"answers": 1, "topic": 1, "topic_solved": 1, "language_week": 1}
    assert known()[:2] == (counts, (one.pk, past.pk))
    signals = [Signal("topic", str(question.topic_id)), Signal("language", "en"), Signal("question", str(past.pk))]
    say_not_me(member=one, signals=signals)
    assert known() == ({"answers": 1}, None, ())
    take_back_not_me(member=one, signals=signals)
    assert known()[:2] == (counts, (one.pk, past.pk))


def test_a_question_that_fails_keeps_no_other_waiting(cast):
    helpers(cast.acme, 12)
    with clock.frozen_at(NOON):
        bad, good = asked(cast.alice), asked(cast.alice)
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {Ring._meta.db_table} ADD CHECK (question_id <> {bad.pk} OR number < 2)")
        for question in (bad, good):
            ring_of(question)
    with clock.frozen_at(NOON + timedelta(minutes=15)):
        assert widen(cast.acme) == 1


def unlike(dice: random.Random, company) -> Membership:
    """Make a member of some kind, who wants this or that."""
    kind = dice.choice(["person", "person", "person", "imported", "service"])
    member = factories.make_member(company, kind=kind)
    if kind == "person":
        if dice.random() < 0.7:
            factories.consent(member, "routing")
        if dice.random() < 0.15:
            withdraw_consent(member=member, purpose="routing", surface="choices")
        if dice.random() < 0.15:
            Membership.objects.filter(pk=member.pk).update(suspended_until=NOON + timedelta(days=1))
        if dice.random() < 0.1:
            member.person.is_active = False
            member.person.save()
        if dice.random() < 0.5:
            wish = Wish(
                paused_until=dice.choice([None, None, NOON + timedelta(hours=1)]),
                most_a_day=dice.choice([0, 1, 5]),
                languages=dice.choice([[], ["en"], ["de"]]),
                hours_from=dice.choice([None, 3]),
            )
            wish = Wish(**{**wish.__dict__, "hours_until": None if wish.hours_from is None else dice.choice([9, 20])})
            change_wish(member=member, wish=wish)
    return member


def _fresh(member: Membership) -> Membership:
    return Membership.objects.get(pk=member.pk)


@pytest.mark.parametrize("seed", range(6))
def test_never_to_whom_it_may_not_go(cast, seed):
    dice = random.Random(seed)
    with clock.frozen_at(NOON):
        members = [unlike(dice, cast.acme) for _ in range(25)]
        people = [each for each in members if each.kind == "person"]
        writers = [each for each in people if each.person.is_active and not _fresh(each).is_suspended(NOON)]
        for _ in range(20):
            one, other = dice.sample(people, 2)
            block_member(member=one, other=other)
        for _ in range(12):
            question = asked(_fresh(dice.choice([cast.alice, *writers])))
            Question.objects.filter(pk=question.pk).update(language=dice.choice(["en", "de"]))
            ring = ring_of(question)
            if ring is not None and dice.random() < 0.4:
                ring_of(question, after=ring.number)
    assert Offer.objects.exists()
    for offer in Offer.objects.select_related("member__person", "question__post"):
        member, asker = offer.member, offer.question.post.author_id
        wish = HelperSettings.objects.filter(member=member).first() or HelperSettings()
        last = member.consents.order_by("-number").first()
        assert member.pk != asker and member.kind == "person" and member.person.is_active
        assert last is not None and last.is_yes and not member.is_suspended(NOON)
        assert wish.is_available(NOON) and (not wish.languages or offer.question.language in wish.languages)
        assert Offer.objects.filter(member=member).count() <= wish.most_a_day
        pairs = Block.objects.filter(blocker__in=[member, asker], blocked__in=[member, asker])
        assert not pairs.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_who_open_one_ring_make_one(cast):
    helpers(cast.acme, 7)
    question = asked(cast.alice)
    assert race(2, lambda _n: ring_of(question) is not None) == {"True": 1, "False": 1}
    assert (Ring.objects.count(), Offer.objects.count()) == (1, 5)


@pytest.mark.django_db(transaction=True)
def test_rings_at_the_same_moment_do_not_add_up_to_more_than_somebody_wants(cast):
    [helper] = helpers(cast.acme, 1)
    change_wish(member=helper, wish=Wish(most_a_day=2))
    questions = [asked(cast.alice) for _ in range(6)]
    race(6, lambda n: ring_of(questions[n]) is not None)
    assert Offer.objects.filter(member=helper).count() == 2


@pytest.mark.django_db(transaction=True)
def test_consent_withdrawn_while_a_ring_opens_leaves_no_offer(cast):
    for _ in range(3):
        [helper] = helpers(cast.acme, 1)
        question = asked(cast.alice)

        def act(number: int, helper=helper, question=question) -> str:
            if number == 0:
                ring_of(question)
            else:
                withdraw_consent(member=helper, purpose="routing", surface="choices")
                forget_offers(company_id=helper.company_id, member_id=helper.pk)
            return "done"

        assert race(2, act) == {"done": 2}
        assert not Offer.objects.filter(member=helper).exists()


def test_an_experiment_may_ask_three_at_once_and_notes_whom_it_concerned(cast):
    # So many that nobody's five a day run out, however the lots of the questions fall.
    helpers(cast.acme, 20)
    running(cast.ada, shares=[5, 95])
    rings = {}
    for _number in range(12):
        question = asked(cast.alice)
        ring_of(question)
        rings[question.pk] = len(told(question))
    assert set(rings.values()) <= {3, 5}
    assert 3 in rings.values()
    met = dict(Exposure.objects.values_list("subject", "variant"))
    assert met == {question: str(places) for question, places in rings.items()}


def test_where_three_or_fewer_can_be_asked_an_experiment_makes_no_difference(cast):
    helpers(cast.acme, 3)
    running(cast.ada)
    question = asked(cast.alice)
    ring_of(question)
    assert len(told(question)) == 3
    assert not Exposure.objects.exists()
