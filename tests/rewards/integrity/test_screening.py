"""One acceptance: what is held, what is let through, and what the member reads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Membership
from community import clock
from community.moderation.models import DecisionRecord
from community.moderation.registry import facts_of, place_of, reason_of
from community.notifications.models import Notification
from rewards.earning.models import Earning
from rewards.integrity.models import CaseEarning, IntegrityRules, RewardCase
from rewards.ledger.queries import points_of
from rewards.ledger.verification import findings_of
from tests import factories
from tests.rewards.integrity.conftest import HERE, LAPTOP, PHONE, THERE, act_from, joined_long_ago, solve_later


def make_young(member: Membership) -> None:
    Membership.objects.filter(pk=member.pk).update(joined_at=clock.now() - timedelta(hours=2))
    member.refresh_from_db()


def settled(deliver_all) -> None:
    with clock.moved(timedelta(hours=1)):
        deliver_all()


def test_an_honest_acceptance_is_paid(paying, deliver_all):
    solve_later(paying.alice, paying.bob)
    settled(deliver_all)
    assert Earning.objects.get(act="accepted").state == "pending" and not RewardCase.objects.exists()


def test_a_young_account_on_the_earners_own_device_is_held_with_a_case_and_a_record(held, cast):
    assert (held.signals, held.member, held.counterpart) == (["same_person"], cast.bob, cast.alice)
    record = DecisionRecord.objects.get()
    assert (record.effect, record.is_automatic, record.target_id) == (
        "reward_held",
        True,
        str(Earning.objects.get(act="accepted").pk),
    )
    assert "kept for you until a person has looked" in reason_of(record)
    assert "Both accounts seem to belong to one person" in [each.text for each in facts_of(record)]
    assert place_of(record).args
    assert points_of(cast.bob).held == 100 and findings_of(cast.acme) == []


def test_the_record_shows_no_figures_and_nobody_else(held, cast):
    record = DecisionRecord.objects.get()
    assert set(record.inputs) == {"signals", "points", "question", "answer", "case"}


def test_the_earner_is_told_with_the_way_to_appeal_and_moderators_that_it_waits(held, cast, deliver_all):
    with clock.moved(timedelta(hours=1)):
        deliver_all()
    told = Notification.objects.get(recipient=cast.bob, kind="decision_reward_held")
    assert told.url_args == [DecisionRecord.objects.get().pk]
    waits = Notification.objects.filter(kind="reward_case_waits").values_list("recipient", flat=True)
    assert set(waits) >= {cast.mona.pk, cast.ada.pk}


def test_one_sign_alone_means_nothing(paying, deliver_all):
    """A family shares an address."""
    act_from(paying.alice, HERE, PHONE)
    act_from(paying.bob, HERE, LAPTOP)
    solve_later(paying.alice, paying.bob)
    settled(deliver_all)
    assert Earning.objects.get(act="accepted").state == "pending"


def test_an_address_and_a_burst_together_are_looked_at(paying, deliver_all):
    make_young(paying.alice)
    act_from(paying.alice, HERE, PHONE)
    act_from(paying.bob, HERE, LAPTOP)
    solve_later(paying.alice, paying.bob, minutes=0)
    settled(deliver_all)
    assert RewardCase.objects.get().signals == ["burst", "shared_address"]


def test_an_address_that_a_crowd_shares_says_nothing(paying, deliver_all):
    make_young(paying.alice)
    for member in (paying.alice, paying.bob, *(factories.make_member(paying.acme) for _n in range(4))):
        act_from(member, HERE, member.display_name)
    solve_later(paying.alice, paying.bob, minutes=0)
    settled(deliver_all)
    assert not RewardCase.objects.exists()


def test_nor_does_a_browser_that_everybody_at_a_common_address_has(paying, deliver_all):
    make_young(paying.alice)
    for member in (paying.alice, paying.bob, *(factories.make_member(paying.acme) for _n in range(14))):
        act_from(member, HERE, PHONE)
    solve_later(paying.alice, paying.bob, minutes=0)
    settled(deliver_all)
    assert not RewardCase.objects.exists()


def test_two_addresses_of_one_mailbox_are_one_person(paying, deliver_all):
    make_young(paying.alice)
    for member, email in ((paying.alice, "rosa+two@example.com"), (paying.bob, "rosa@example.com")):
        member.person.email = email
        member.person.save()
    solve_later(paying.alice, paying.bob)
    settled(deliver_all)
    assert RewardCase.objects.get().signals == ["same_person"]


def test_acceptances_for_one_author_out_of_proportion_count_and_so_do_those_both_ways(paying, deliver_all):
    others = [factories.make_member(paying.acme) for _n in range(6)]
    joined_long_ago(*others)
    for asker, helper in zip(others, others[1:] + others[:1], strict=True):
        for _n in range(2):
            solve_later(asker, helper)
    for _n in range(6):
        solve_later(paying.alice, paying.bob)
        solve_later(paying.bob, paying.alice)
    settled(deliver_all)
    cases = RewardCase.objects.all()
    assert {tuple(case.signals) for case in cases} == {("one_author", "reciprocity")}
    assert {case.member for case in cases} == {paying.alice, paying.bob}


def test_whoever_answers_nearly_everything_is_no_friend_of_all(paying, deliver_all):
    askers = [factories.make_member(paying.acme) for _n in range(5)]
    joined_long_ago(*askers)
    for asker in askers:
        act_from(asker, HERE, asker.display_name)
        for _n in range(4):
            solve_later(asker, paying.bob)
    act_from(paying.bob, THERE)
    settled(deliver_all)
    assert not RewardCase.objects.exists()


def test_what_the_pair_earns_meanwhile_joins_the_case_and_is_told_once(held, cast, deliver_all):
    with clock.moved(timedelta(days=1)):
        solve_later(cast.alice, cast.bob)
    with clock.moved(timedelta(days=1, hours=1)):
        deliver_all()
    assert CaseEarning.objects.filter(case=held).count() == 2
    assert DecisionRecord.objects.filter(effect="reward_held").count() == 2
    assert Notification.objects.filter(recipient=cast.bob, kind="decision_reward_held").count() == 1


def test_a_company_that_looks_for_nothing_finds_nothing(paying, deliver_all):
    IntegrityRules.objects.create(company=paying.acme, is_on=False)
    make_young(paying.alice)
    act_from(paying.alice)
    act_from(paying.bob)
    solve_later(paying.alice, paying.bob)
    settled(deliver_all)
    assert not RewardCase.objects.exists()


@pytest.mark.parametrize("address", [HERE, THERE])
def test_traces_of_other_companies_do_not_meet(paying, address):
    act_from(paying.alice, address)
    act_from(paying.charlie, address)
    from rewards.integrity.models import Trace

    # Bolt pays nobody, so that nothing is kept there.
    assert Trace.objects.get().member == paying.alice
