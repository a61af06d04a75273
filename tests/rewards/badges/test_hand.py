"""Badges that people give and take."""

from __future__ import annotations

from dataclasses import replace

import pytest

from community.audit.models import AuditEntry
from community.events.models import Event
from community.moderation.actions.appeal import appeal_decision, decide_appeal
from community.moderation.models import DecisionRecord
from community.notifications.models import Notification
from community.web.errors import NotAllowed
from rewards.badges.actions.award import award_everything
from rewards.badges.actions.build import BadgeWords, change_badge, create_badge
from rewards.badges.actions.hand import award_by_hand, restore_award, revoke_award
from rewards.badges.decisions import give_back
from rewards.badges.models import Badge, BadgeAward
from rewards.badges.rules import Metric, Period, Rule
from tests import factories
from tests.rewards.badges.conftest import badge_of

ONE_QUESTION = Rule(Metric.ASKED, 1).as_json()


def by_hand(cast, *members, **words):
    facts = {"admin": cast.ada, "badge": badge_of(cast, "pillar"), "reason": "Organised the meeting"}
    return award_by_hand(**(facts | words), members=list(members or [cast.bob]))


def test_an_admin_gives_a_badge_to_several_and_they_hear_of_it(begun, deliver_all):
    assert len(by_hand(begun, begun.alice, begun.bob)) == 2
    deliver_all()
    assert Notification.objects.filter(kind="badge_awarded").count() == 2
    assert AuditEntry.objects.filter(action="badge.awarded", reason="Organised the meeting").count() == 2


def test_who_has_it_keeps_it(begun):
    by_hand(begun)
    assert by_hand(begun) == []
    assert BadgeAward.objects.count() == 1


@pytest.mark.parametrize("words", [{"admin": "mona"}, {"admin": "alice"}, {"admin": "charlie"}, {"reason": "  "}])
def test_only_admins_give_and_they_say_why(begun, words):
    if "admin" in words:
        words = {"admin": getattr(begun, words["admin"])}
    with pytest.raises(NotAllowed):
        by_hand(begun, **words)
    assert not BadgeAward.objects.exists()


def test_at_most_fifty_at_once(begun):
    with pytest.raises(NotAllowed, match="50"):
        by_hand(begun, *[begun.bob] * 51)


def test_nobody_of_another_community_gets_one(begun):
    with pytest.raises(NotAllowed, match="another community"):
        by_hand(begun, begun.charlie)


def test_a_badge_that_was_taken_is_not_given_by_the_rule_again(begun, deliver_all):
    factories.solve(factories.ask(begun.alice), begun.bob)
    deliver_all()
    revoke_award(admin=begun.ada, award=BadgeAward.objects.get(), reason="Answered their own second account")
    factories.solve(factories.ask(begun.alice), begun.bob)
    deliver_all()
    assert award_everything(begun.acme) == 0
    assert BadgeAward.objects.get().revoked_reason == "Answered their own second account"


def test_taking_back_is_a_decision_that_can_be_appealed(begun):
    by_hand(begun)
    award = BadgeAward.objects.get()
    revoke_award(admin=begun.ada, award=award, reason="Given by mistake")
    revoke_award(admin=begun.ada, award=award, reason="Given by mistake")
    record = DecisionRecord.objects.get()
    assert (record.effect, record.member, record.reason) == ("badge_revoked", begun.bob, "Given by mistake")
    assert Event.objects.filter(type="badge.revoked").count() == 1
    give_back(record, begun.mona, "You were right")
    assert BadgeAward.objects.get().revoked_at is None


def test_an_admin_can_give_again_what_was_taken(begun):
    by_hand(begun)
    revoke_award(admin=begun.ada, award=BadgeAward.objects.get(), reason="Given by mistake")
    assert len(by_hand(begun)) == 1
    assert BadgeAward.objects.get().revoked_at is None


def restored(cast, admin):
    restore_award(admin=admin, award=BadgeAward.objects.get())


def given_again(cast, admin):
    by_hand(cast, admin=admin)


@pytest.mark.parametrize("give_again", [restored, given_again])
def test_giving_back_ends_the_decision_and_upholds_the_appeal(begun, give_again):
    other = factories.make_member(begun.acme, "Ben", role="admin")
    by_hand(begun)
    revoke_award(admin=begun.ada, award=BadgeAward.objects.get(), reason="Given by mistake")
    appeal = appeal_decision(member=begun.bob, record_id=DecisionRecord.objects.get().pk, text="I was there")
    give_again(begun, other)
    decision = DecisionRecord.objects.get()
    assert (decision.ended_because, decision.ended_at is None) == (DecisionRecord.End.REPLACED, False)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.decided_by) == ("upheld", other)
    assert appeal.answer


def test_an_upheld_appeal_gives_the_badge_back_once(begun):
    by_hand(begun)
    revoke_award(admin=begun.ada, award=BadgeAward.objects.get(), reason="Given by mistake")
    appeal = appeal_decision(member=begun.bob, record_id=DecisionRecord.objects.get().pk, text="I was there")
    decide_appeal(moderator=begun.mona, appeal=appeal, upheld=True, answer="You were")
    assert BadgeAward.objects.get().revoked_at is None
    assert DecisionRecord.objects.get().ended_because == DecisionRecord.End.APPEAL


def test_who_took_the_badge_leaves_the_appeal_to_others(begun):
    by_hand(begun)
    revoke_award(admin=begun.ada, award=BadgeAward.objects.get(), reason="Given by mistake")
    appeal = appeal_decision(member=begun.bob, record_id=DecisionRecord.objects.get().pk, text="I was there")
    restored(begun, begun.ada)
    assert DecisionRecord.objects.get().ended_at is not None
    appeal.refresh_from_db()
    assert appeal.is_open


@pytest.mark.parametrize("who", ["alice", "mona", "charlie"])
def test_only_admins_take_badges_back(begun, who):
    by_hand(begun)
    with pytest.raises(NotAllowed):
        revoke_award(admin=getattr(begun, who), award=BadgeAward.objects.get(), reason="Because I can")


def test_strangers_give_nothing_back(begun):
    by_hand(begun)
    award = revoke_award(admin=begun.ada, award=BadgeAward.objects.get(), reason="Given by mistake")
    with pytest.raises(NotAllowed):
        restore_award(admin=begun.charlie, award=award)


def test_a_new_badge_is_given_to_who_has_earned_it_without_a_word(cast, deliver_all):
    factories.ask(cast.alice)
    badge = create_badge(admin=cast.ada, words=BadgeWords("Curious", "Asks", ONE_QUESTION))
    assert (badge.slug, BadgeAward.objects.get().member) == ("curious", cast.alice)
    deliver_all()
    assert not Notification.objects.filter(kind="badge_awarded").exists()
    assert AuditEntry.objects.get().action == "badge.created"


def test_two_badges_of_one_name_have_two_addresses(cast):
    made = [create_badge(admin=cast.ada, words=BadgeWords("Curious", "", {})).slug for _ in range(2)]
    assert made == ["curious", "curious-2"]


def test_a_changed_rule_takes_nothing_from_anybody(cast):
    factories.ask(cast.alice)
    badge = create_badge(admin=cast.ada, words=BadgeWords("Curious", "", ONE_QUESTION))
    change_badge(
        admin=cast.ada, badge=badge, words=BadgeWords("Curious", "", Rule(Metric.ASKED, 99).as_json(), is_active=True)
    )
    assert BadgeAward.objects.count() == 1
    entry = AuditEntry.objects.get(action="badge.changed")
    assert (entry.before["rule"]["threshold"], entry.after["rule"]["threshold"]) == (1, 99)


def test_the_period_stays_once_somebody_has_the_badge(cast):
    badge = create_badge(admin=cast.ada, words=BadgeWords("Curious", "", ONE_QUESTION))
    yearly = BadgeWords("Curious", "", Rule(Metric.ASKED, 1, Period.YEAR).as_json())
    assert change_badge(admin=cast.ada, badge=badge, words=yearly).is_yearly
    factories.ask(cast.alice)
    change_badge(admin=cast.ada, badge=badge, words=replace(yearly, position=2))
    with pytest.raises(NotAllowed, match="period stays"):
        change_badge(admin=cast.ada, badge=badge, words=BadgeWords("Curious", "", ONE_QUESTION))
    assert Badge.objects.get(pk=badge.pk).is_yearly


def test_what_is_earned_while_a_badge_is_made_counts(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as after:
        create_badge(admin=cast.ada, words=BadgeWords("Curious", "", ONE_QUESTION))
        factories.ask(cast.alice)
    assert not BadgeAward.objects.exists()
    for callback in after:
        callback()
    assert BadgeAward.objects.get().member == cast.alice


def test_saving_the_same_changes_nothing(cast):
    badge = create_badge(admin=cast.ada, words=BadgeWords("Curious", "", {}))
    change_badge(admin=cast.ada, badge=badge, words=BadgeWords("Curious", "", {}))
    assert not AuditEntry.objects.filter(action="badge.changed").exists()


@pytest.mark.parametrize(
    "words",
    [BadgeWords("", "", {}), BadgeWords("Mine", "", {"metric": "money"}), BadgeWords("Mine", "", {"rule": 1})],
)
def test_half_a_badge_is_refused(cast, words):
    with pytest.raises(NotAllowed):
        create_badge(admin=cast.ada, words=words)


def test_a_topic_of_another_community_is_refused(cast):
    rule = Rule(Metric.ASKED, 1, topic=factories.topic_of(cast.bolt).pk).as_json()
    with pytest.raises(NotAllowed, match="topic"):
        create_badge(admin=cast.ada, words=BadgeWords("Mine", "", rule))


@pytest.mark.parametrize("who", ["alice", "mona", "charlie"])
def test_only_admins_of_the_community_build_badges(begun, who):
    badge = badge_of(begun, "pillar")
    with pytest.raises(NotAllowed):
        change_badge(admin=getattr(begun, who), badge=badge, words=BadgeWords("Mine", "", {}))
    assert Badge.objects.get(pk=badge.pk).name == ""
