"""Every decision about a member is written down, once, with its reason, and never changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions.suspend import reinstate_member, suspend_member
from accounts.actions.trust import set_trust_level
from community import clock
from community.events.kinds import all_types
from community.events.record import record as record_event
from community.moderation.actions.decide import record_decision
from community.moderation.models import DecisionRecord
from community.moderation.models.decision import APPEAL_TIME
from community.moderation.registry import facts_of, place_of, reason_of, rule_of, undoing_of
from community.notifications.models import Notification
from community.questions.actions.hide import hide_post, restore_post
from community.questions.events import PostHidden
from tests import factories

# The last word of an event's type, for events that take nothing from a member.
HARMLESS = {
    "accepted", "activated", "added", "alert_cleared", "alert_raised", "approved", "asked", "awarded", "broken",
    "cancelled", "cast", "changed", "chosen", "closed", "created", "decided", "declined", "deleted", "earned", "edited",
    "escalated", "expire_soon", "expired", "failed", "given", "joined", "late", "locked", "made", "opened", "paid", "paused",
    "posted", "published", "recorded", "registered", "removed", "renamed", "reopened", "requested", "resolved",
    "resumed", "reused", "said", "started", "stopped", "taken_back", "unlocked", "vested", "waits", "withdrawn",
}  # fmt: skip
# What the rewards do to members; their own tests show the record, or the reason that the member reads in the wallet.
OF_THE_REWARDS = {
    "points.held", "points.released", "points.voided", "points.clawed_back", "payout.refused", "payouts.frozen",
    "badge.revoked",
}  # fmt: skip


def hide(cast, thread):
    hide_post(moderator=cast.mona, post=thread.answer.post, reason="It advertises something")


def restore(cast, thread):
    hide(cast, thread)
    thread.answer.post.refresh_from_db()
    restore_post(moderator=cast.mona, post=thread.answer.post)


def suspend(cast, thread):
    suspend_member(moderator=cast.mona, member=cast.bob, for_time=timedelta(days=3), reason="Advertising")


def reinstate(cast, thread):
    suspend(cast, thread)
    reinstate_member(moderator=cast.mona, member=cast.bob)


def lower(cast, thread):
    set_trust_level(member=cast.bob, level=3)
    set_trust_level(member=cast.bob, level=1, moderator=cast.mona, reason="Too many wrong edits")


EFFECTS = {
    "member.trust_level_changed": (lower, "level_lowered"),
    "post.hidden": (hide, "post_hidden"),
    "post.restored": (restore, "post_restored"),
    "member.suspended": (suspend, "member_suspended"),
    "member.reinstated": (reinstate, "member_reinstated"),
}


@pytest.mark.parametrize("event_type", EFFECTS)
def test_each_effect_writes_one_standing_record(cast, thread, deliver_all, event_type):
    act, effect = EFFECTS[event_type]
    act(cast, thread)
    deliver_all()
    deliver_all()
    [record] = DecisionRecord.objects.about(cast.bob).standing()
    assert (record.effect, record.decided_by, record.is_automatic) == (effect, cast.mona, False)
    assert reason_of(record) and rule_of(record) != record.rule and place_of(record).args


def test_the_member_reads_what_the_moderator_wrote(cast, thread, deliver_all):
    hide(cast, thread)
    deliver_all()
    record = DecisionRecord.objects.get()
    assert reason_of(record) == "It advertises something"
    assert "answer" in [each.text for each in facts_of(record)]
    assert record.appeal_until - record.created_at == APPEAL_TIME


def test_the_reason_is_that_of_its_own_decision_also_when_there_was_another_since(cast, thread, deliver_all):
    hide(cast, thread)
    with clock.moved(timedelta(minutes=1)):
        restore_post(moderator=cast.mona, post=thread.answer.post)
    with clock.moved(timedelta(minutes=2)):
        thread.answer.post.refresh_from_db()
        hide_post(moderator=cast.ada, post=thread.answer.post, reason="A second reason")
    with clock.moved(timedelta(minutes=3)):
        deliver_all()
    first, _restored, second = DecisionRecord.objects.order_by("pk")
    assert (first.reason, second.reason) == ("It advertises something", "A second reason")
    assert [first.is_standing, second.is_standing] == [False, True]


def test_what_moderators_do_to_their_own_posts_is_no_decision(cast, deliver_all):
    question = factories.ask(cast.mona)
    hide_post(moderator=cast.mona, post=question.post, reason="Not needed")
    deliver_all()
    assert not DecisionRecord.objects.exists()


def test_a_level_that_the_rules_lower_is_an_automatic_decision_and_ends_when_it_rises(cast, deliver_all):
    set_trust_level(member=cast.bob, level=3)
    set_trust_level(member=cast.bob, level=2)
    deliver_all()
    record = DecisionRecord.objects.get()
    assert (record.effect, record.is_automatic, record.inputs) == ("level_lowered", True, {"before": 3, "level": 2})
    assert "Your page says what is missing" in reason_of(record) and rule_of(record) == "The rules for trust levels"
    set_trust_level(member=cast.bob, level=3)
    deliver_all()
    record.refresh_from_db()
    assert not record.is_standing


def test_the_suspended_member_is_told(cast, thread, deliver_all):
    suspend(cast, thread)
    deliver_all()
    told = Notification.objects.get(recipient=cast.bob, kind="decision_member_suspended")
    assert told.url_args == [DecisionRecord.objects.get().pk]


def test_every_effect_can_be_undone_or_is_in_the_members_favour():
    in_favour = {"post_restored", "member_reinstated", "reward_released"}
    # Badges say how they are given back when they are there.
    missing = {effect for effect in DecisionRecord.Effect.values if undoing_of(effect) is None}
    assert missing - in_favour <= {"badge_revoked", "reward_held", "reward_voided"}


def decided(cast, **fields):
    words = {
        "member": cast.bob, "effect": "post_hidden", "target": ("post", 1), "rule": "moderation",
        "decided_by": cast.mona, "reason": "Why not", **fields,
    }  # fmt: skip
    return record_decision(**words)


def test_a_later_decision_on_the_same_thing_ends_the_earlier_one(cast):
    first, second = decided(cast), decided(cast)
    first.refresh_from_db()
    assert (first.ended_because, second.is_standing) == ("replaced", True)


def test_the_same_source_makes_one_record(cast):
    assert decided(cast, source="event:1") == decided(cast, source="event:1")
    assert DecisionRecord.objects.count() == 1


def refused(name, act):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    assert name in refusal.value.__cause__.diag.constraint_name


@pytest.mark.parametrize("effect", ["member_suspended", "reward_voided"])
def test_no_rule_suspends_or_refuses_alone(cast, effect):
    refused("only_people_suspend_and_refuse", lambda: decided(cast, effect=effect, decided_by=None))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("one_standing_decision", {}),
        ("decision_by_a_rule_or_a_person", {"is_automatic": True}),
        ("decision_says_why", {"reason": "", "target_id": "2"}),
        ("decision_says_what", {"target_kind": ""}),
        ("half_a_year_to_appeal", {"target_id": "2", "appeal_until": "created"}),
        ("decision_ends_for_a_reason", {"target_id": "2", "ended_because": "appeal"}),
        ("decision_stays_in_company", {"target_id": "2", "decided_by": "charlie"}),
    ],
)
def test_the_database_refuses(cast, constraint, fields):
    record = decided(cast)
    record.pk = None
    for name, value in fields.items():
        setattr(record, name, {"created": record.created_at, "charlie": cast.charlie}.get(value, value))
    refused(constraint, lambda: record.save(force_insert=True))


def test_the_database_takes_a_source_once(cast):
    first = decided(cast, source="event:1")
    second = decided(cast)
    refused("decision_is_kept", lambda: DecisionRecord.objects.filter(pk=second.pk).update(source=first.source))
    second.pk, second.source, second.ended_at, second.ended_because = None, "event:1", clock.now(), "replaced"
    refused("one_decision_from_a_source", lambda: second.save(force_insert=True))


def test_a_decision_is_never_changed_or_deleted(cast):
    record = decided(cast)
    rows = DecisionRecord.objects.filter(pk=record.pk)
    refused("decision_is_kept", lambda: rows.update(reason="Another"))
    refused("decision_is_kept", lambda: rows.delete())
    rows.update(ended_at=clock.now(), ended_because="appeal")
    refused("decision_is_kept", lambda: rows.update(ended_at=None, ended_because=""))


def test_a_suspension_holds_until_its_time_is_over(cast, thread, deliver_all):
    suspend(cast, thread)
    deliver_all()
    record = DecisionRecord.objects.get()
    assert record.is_standing and DecisionRecord.objects.standing().exists()
    with clock.moved(timedelta(days=3, minutes=1)):
        assert not record.is_standing and not DecisionRecord.objects.standing().exists()
        suspend_member(moderator=cast.mona, member=cast.bob, for_time=timedelta(days=3), reason="Again")
        deliver_all()
        record.refresh_from_db()
        assert record.ended_because == "replaced" and DecisionRecord.objects.standing().get() != record


def test_what_no_person_did_names_no_person_and_its_own_rule(cast, thread, deliver_all):
    with transaction.atomic():
        record_event(
            PostHidden(
                company=str(cast.acme.pk), actor="", question=thread.question.pk, post=thread.answer.pk, kind="answer"
            )
        )
    deliver_all()
    found = DecisionRecord.objects.get()
    assert (found.is_automatic, found.rule) == (True, "posts")
    assert "moderator" not in reason_of(found) and "trust levels" not in rule_of(found)


def test_every_event_that_takes_something_from_a_member_is_known_to_write_a_record():
    """A new kind of event takes nothing, by its last word, or stands in EFFECTS here, or among those of the rewards."""
    taking = {each for each in all_types() if not _is_harmless(each)}
    assert taking - set(EFFECTS) - OF_THE_REWARDS == set()


def _is_harmless(event_type: str) -> bool:
    last = event_type.rpartition(".")[2]
    return last in HARMLESS or last.endswith("_changed")
