"""A person decides about held points, once; an appeal has them paid after all."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership
from community import clock
from community.audit.models import AuditEntry
from community.moderation.actions.appeal import appeal_decision, decide_appeal
from community.moderation.models import Appeal, DecisionRecord
from community.notifications.models import Notification
from community.questions.actions.accept import withdraw_acceptance
from community.web.errors import NotAllowed
from rewards.earning.lab import lines_since
from rewards.earning.models import Earning
from rewards.earning.purses import FUNDING, pot
from rewards.earning.replay import as_it_was
from rewards.integrity.actions.decide import decide_case
from rewards.integrity.models import CaseEarning, RewardCase
from rewards.integrity.queries import health
from rewards.integrity.tasks import remind
from rewards.ledger.actions.post import post
from rewards.ledger.queries import points_of
from rewards.ledger.verification import findings_of
from tests import factories
from tests.races import race
from tests.rewards.integrity.conftest import solve_later

WORDS = "Alice is my neighbour, and she asked because she did not know."


def decide(case, moderator, *, release=True, reason="They are neighbours"):
    return decide_case(moderator=moderator, case=case, release=release, reason=reason)


def appeal(cast, effect="reward_held"):
    record = DecisionRecord.objects.filter(effect=effect).latest("pk")
    return appeal_decision(member=cast.bob, record_id=record.pk, text=WORDS)


def accepted():
    return Earning.objects.filter(act="accepted").order_by("pk")


def standing():
    return list(DecisionRecord.objects.standing().values_list("effect", flat=True))


def test_released_points_go_on_as_if_nothing_had_been(held, cast):
    decide(held, cast.mona)
    assert accepted().get().state == "pending" and points_of(cast.bob).pending == 100
    assert standing() == ["reward_released"] and findings_of(cast.acme) == []
    assert AuditEntry.objects.get(action="reward_case.released").reason == "They are neighbours"


def test_voided_points_return_to_the_pot(held, cast):
    decide(held, cast.mona, release=False)
    assert accepted().get().state == "void" and points_of(cast.bob).held == 0
    assert standing() == ["reward_voided"] and findings_of(cast.acme) == []


def test_both_members_are_told(held, cast, deliver_all):
    decide(held, cast.mona, release=False)
    with clock.moved(timedelta(hours=1)):
        deliver_all()
    assert Notification.objects.filter(recipient=cast.bob, kind="decision_reward_voided").exists()
    assert Notification.objects.filter(recipient=cast.alice, kind="reward_case_voided").exists()


def test_an_appeal_against_the_hold_that_is_upheld_releases(held, cast):
    decide_appeal(moderator=cast.mona, appeal=appeal(cast), upheld=True, answer="They are neighbours")
    held.refresh_from_db()
    assert (held.state, held.decided_by, points_of(cast.bob).pending) == ("released", cast.mona, 100)
    assert standing() == ["reward_released"] and findings_of(cast.acme) == []


def test_an_appeal_against_the_refusal_that_is_upheld_pays_after_all(held, cast, deliver_all):
    decide(held, cast.mona, release=False)
    decide_appeal(moderator=cast.ada, appeal=appeal(cast, "reward_voided"), upheld=True, answer="They are neighbours")
    with clock.moved(timedelta(hours=1)):
        deliver_all()
    held.refresh_from_db()
    assert (held.state, held.decided_by) == ("overturned", cast.mona)
    assert [each.state for each in accepted()] == ["void", "pending"]
    assert points_of(cast.bob).pending == 100 and findings_of(cast.acme) == []


def test_what_is_not_accepted_any_more_is_not_paid_after_all(held, cast):
    decide(held, cast.mona, release=False)
    made = appeal(cast, "reward_voided")
    withdraw_acceptance(member=cast.alice, question=accepted().get().question)
    decide_appeal(moderator=cast.ada, appeal=made, upheld=True, answer="They are neighbours")
    assert accepted().count() == 1 and points_of(cast.bob).pending == 0
    assert not DecisionRecord.objects.filter(effect="reward_released").exists()


def test_what_was_refused_by_mistake_is_paid_to_the_point_whatever_pot_and_prices_are(held, cast, price):
    decide(held, cast.mona, release=False)
    [month] = set(accepted().values_list("month", flat=True))
    with transaction.atomic():
        post(company=cast.acme, kind="sweep", source=("month", "test"), legs={pot(month): -99_950, FUNDING: 99_950})
    price(monthly_pot=10, accepted_answer=1, soft_cap=1)
    decide_appeal(moderator=cast.ada, appeal=appeal(cast, "reward_voided"), upheld=True, answer="They are neighbours")
    assert points_of(cast.bob).pending == 100 and findings_of(cast.acme) == []
    assert [each.points for each in accepted()] == [100, 100]
    lines = lines_since(cast.acme, "2000-01")
    assert as_it_was(lines).points[accepted().last().sequence] == 100


def test_who_refused_the_points_does_not_decide_about_the_appeal(held, cast):
    decide(held, cast.mona, release=False)
    with pytest.raises(NotAllowed, match="You made this decision"):
        decide_appeal(moderator=cast.mona, appeal=appeal(cast, "reward_voided"), upheld=True, answer="Because")


@pytest.mark.parametrize(("release", "state"), [(True, "upheld"), (False, "rejected")])
def test_deciding_the_case_answers_the_appeal_against_the_hold(held, cast, release, state):
    made = appeal(cast)
    decide(held, cast.mona, release=release)
    made.refresh_from_db()
    assert (made.state, made.answer) == (state, "They are neighbours")


def test_all_awards_of_a_case_are_decided_together(held, cast, deliver_all):
    with clock.moved(timedelta(hours=2)):
        solve_later(cast.alice, cast.bob)
    with clock.moved(timedelta(hours=3)):
        deliver_all()
    decide(held, cast.mona, release=False)
    assert {each.state for each in accepted()} == {"void"} and standing() == ["reward_voided"] * 2


def test_after_a_release_the_same_signs_are_no_reason_again(held, cast, deliver_all):
    decide(held, cast.mona)
    with clock.moved(timedelta(hours=2)):
        solve_later(cast.alice, cast.bob)
    with clock.moved(timedelta(hours=3)):
        deliver_all()
    assert RewardCase.objects.count() == 1 and accepted().last().state == "pending"


def test_after_a_refusal_they_are(held, cast, deliver_all):
    decide(held, cast.mona, release=False)
    with clock.moved(timedelta(hours=2)):
        solve_later(cast.alice, cast.bob)
    with clock.moved(timedelta(hours=3)):
        deliver_all()
    assert RewardCase.objects.open().count() == 1 and accepted().last().state == "held"


def test_a_case_lapses_when_the_acceptance_is_taken_back(held, cast, deliver_all):
    withdraw_acceptance(member=cast.alice, question=accepted().get().question)
    with clock.moved(timedelta(hours=1)):
        deliver_all()
    held.refresh_from_db()
    assert (held.state, standing(), points_of(cast.bob).held) == ("lapsed", [], 0)
    with pytest.raises(NotAllowed, match="already"):
        decide(held, cast.mona)


def test_it_does_not_lapse_while_it_holds_something_else(held, cast, deliver_all):
    with clock.moved(timedelta(hours=2)):
        solve_later(cast.alice, cast.bob)
    with clock.moved(timedelta(hours=3)):
        deliver_all()
        withdraw_acceptance(member=cast.alice, question=accepted().first().question)
        deliver_all()
    held.refresh_from_db()
    assert held.is_open and standing() == ["reward_held"]


@pytest.mark.parametrize(("who", "role"), [("alice", "moderator"), ("bob", "moderator"), ("alice", "admin")])
def test_the_two_members_never_decide(held, cast, who, role):
    member = getattr(cast, who)
    Membership.objects.filter(pk=member.pk).update(role=role)
    member.refresh_from_db()
    with pytest.raises(NotAllowed, match="about you"):
        decide(held, member)


def test_the_other_member_does_not_uphold_the_appeal_either(held, cast):
    Membership.objects.filter(pk=cast.alice.pk).update(role="moderator")
    cast.alice.refresh_from_db()
    with pytest.raises(NotAllowed, match="about you"):
        decide_appeal(moderator=cast.alice, appeal=appeal(cast), upheld=True, answer="We are neighbours")
    assert Appeal.objects.get().is_open


def make_alice_a_moderator(cast):
    Membership.objects.filter(pk=cast.alice.pk).update(role="moderator")
    cast.alice.refresh_from_db()


def test_nor_rejects_it_nor_is_told(held, cast, deliver_all):
    make_alice_a_moderator(cast)
    made = appeal(cast)
    with pytest.raises(NotAllowed, match="about you"):
        decide_appeal(moderator=cast.alice, appeal=made, upheld=False, answer="He is no neighbour")
    with clock.moved(timedelta(hours=1)):
        deliver_all()
    told = set(Notification.objects.filter(kind="appeal_waits").values_list("recipient", flat=True))
    assert told >= {cast.mona.pk, cast.ada.pk} and cast.alice.pk not in told


def test_who_refused_does_not_decide_about_the_appeal_against_the_hold_before(held, cast):
    decide(held, cast.mona, release=False)
    with pytest.raises(NotAllowed, match="You made this decision"):
        decide_appeal(moderator=cast.mona, appeal=appeal(cast), upheld=False, answer="Because")


def test_an_appeal_whose_case_lapsed_needs_no_answer(held, cast, deliver_all):
    made = appeal(cast)
    withdraw_acceptance(member=cast.alice, question=accepted().get().question)
    with clock.moved(timedelta(hours=1)):
        deliver_all()
    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("withdrawn", None)
    assert Notification.objects.filter(recipient=cast.bob, kind="appeal_withdrawn").exists()


def test_a_late_case_is_said_once_to_those_who_may_decide(held, cast, deliver_all):
    make_alice_a_moderator(cast)
    assert remind() == 0
    with clock.moved(timedelta(days=11)):
        assert remind() == 1
        assert remind() == 0
        deliver_all()
    told = set(Notification.objects.filter(kind="reward_case_late").values_list("recipient", flat=True))
    assert told >= {cast.mona.pk, cast.ada.pk} and cast.alice.pk not in told


def test_where_only_the_two_could_decide_admins_are_told(held, cast, deliver_all):
    Membership.objects.filter(company=cast.acme).update(role="member")
    Membership.objects.filter(pk=cast.alice.pk).update(role="admin")
    with clock.moved(timedelta(days=11)):
        remind()
        deliver_all()
    assert Notification.objects.filter(recipient=cast.alice, kind="reward_case_without_decider").exists()


def test_members_and_other_companies_do_not_decide(held, cast):
    with pytest.raises(NotAllowed, match="Only moderators"):
        decide(held, cast.bob)
    with pytest.raises(NotAllowed, match="another community"):
        decide(held, factories.make_member(cast.bolt, "Boss", role="admin"))


def test_a_decision_needs_a_reason_and_is_made_once(held, cast):
    with pytest.raises(NotAllowed, match="Say why"):
        decide(held, cast.mona, reason=" ")
    decide(held, cast.mona)
    with pytest.raises(NotAllowed, match="already"):
        decide(held, cast.ada, release=False)


def test_health_counts_what_was_held_and_how_it_ended(held, cast):
    since = clock.now() - timedelta(days=1)
    before = health(cast.acme, since)
    assert (before.cases_open, before.held_points, before.held_percent) == (1, 100, 100.0)
    made = appeal(cast)
    assert health(cast.acme, since).appeals_open == 1
    decide_appeal(moderator=cast.mona, appeal=made, upheld=True, answer="They are neighbours")
    after = health(cast.acme, since)
    assert (after.cases_open, after.cases_released, after.appeals_upheld) == (0, 1, 1)
    assert health(cast.bolt, since).held_percent == 0.0
    with clock.moved(timedelta(days=11)):
        assert health(cast.acme, since).cases_late == 0


def test_a_case_that_waits_too_long_is_late(held, cast):
    with clock.moved(timedelta(days=11)):
        assert held.is_late and health(cast.acme, clock.now() - timedelta(days=30)).cases_late == 1


def refused(name, act):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    assert name in refusal.value.__cause__.diag.constraint_name


def test_the_database_refuses_wrong_deciders_and_halves(held, cast):
    rows = RewardCase.objects.filter(pk=held.pk)
    words = {"state": "released", "reason": "Because", "decided_at": clock.now()}
    for member in (cast.bob, cast.alice):
        refused("cases_are_decided_by_others", lambda member=member: rows.update(decided_by=member, **words))
    refused("case_stays_in_company", lambda: rows.update(decided_by=cast.charlie, **words))
    refused("decided_cases_say_who_and_why", lambda: rows.update(state="released"))
    refused("a_case_has_evidence", lambda: rows.update(signals=[]))


def test_the_database_keeps_what_was_decided(held, cast):
    rows = RewardCase.objects.filter(pk=held.pk)
    refused("case_is_kept", lambda: rows.update(counterpart=cast.mona))
    decide(held, cast.mona)
    refused("case_is_kept", lambda: rows.update(reason="Another"))
    refused("case_is_kept", lambda: rows.update(state="voided"))
    refused("case_is_kept", lambda: rows.update(state="overturned"))
    CaseEarning.objects.all().delete()
    refused("case_is_kept", lambda: rows.delete())


def test_the_database_holds_one_open_case_for_two_and_an_earning_in_one(held, cast):
    again = {
        "company": cast.acme, "origin": "scan", "signals": ["burst"], "rules_version": 1, "decide_by": clock.now(),
    }  # fmt: skip
    refused(
        "one_open_case_for_a_pair",
        lambda: RewardCase.objects.create(member=cast.bob, counterpart=cast.alice, **again),
    )
    refused("a_case_is_about_two", lambda: RewardCase.objects.create(member=cast.bob, counterpart=cast.bob, **again))
    other = RewardCase.objects.create(member=cast.bob, counterpart=cast.mona, **again)
    earning = accepted().get()
    refused(
        "case_holds_what_its_pair_earned",
        lambda: CaseEarning.objects.create(company=cast.acme, case=other, earning=earning),
    )
    refused("an_earning_in_one_case", lambda: CaseEarning.objects.create(company=cast.acme, case=held, earning=earning))


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_who_decide_at_once_one_is_refused(held, cast):
    moderators = [cast.mona, cast.ada]

    def act(number: int) -> str:
        decide(held, moderators[number], release=bool(number))
        return "decided"

    assert race(2, act) == Counter({"decided": 1, "NotAllowed": 1})
    assert findings_of(cast.acme) == []


@pytest.mark.django_db(transaction=True)
def test_an_appeal_and_the_case_decided_at_once_pay_once(held, cast):
    made = appeal(cast)

    def act(number: int) -> str:
        if number:
            decide_appeal(moderator=cast.ada, appeal=made, upheld=True, answer="They are neighbours")
        else:
            decide(held, cast.mona, release=True)
        return "decided"

    assert race(2, act) == Counter({"decided": 1, "NotAllowed": 1})
    assert points_of(cast.bob).pending == 100 and findings_of(cast.acme) == []
    assert not Appeal.objects.get().is_open
