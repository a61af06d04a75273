"""A member appeals once, somebody else decides once, and an upheld appeal takes the effect back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions.suspend import suspend_member
from accounts.actions.trust import set_trust_level
from accounts.models import Membership
from community import clock
from community.audit.models import AuditEntry
from community.moderation.actions.appeal import appeal_decision, decide_appeal
from community.moderation.actions.decide import record_decision
from community.moderation.models import Appeal, DecisionRecord
from community.moderation.models.decision import APPEAL_TIME
from community.moderation.privacy import Decisions
from community.moderation.tasks import remind
from community.notifications.models import Notification
from community.questions.actions.hide import hide_post, restore_post
from community.questions.models import Post
from community.web.errors import NotAllowed
from rewards.reputation.actions.level import settle_levels
from tests import factories
from tests.races import race

WORDS = "I did not advertise anything, it is the manual."


@pytest.fixture
def hidden(cast, thread, deliver_all) -> DecisionRecord:
    hide_post(moderator=cast.mona, post=thread.answer.post, reason="It advertises something")
    deliver_all()
    return DecisionRecord.objects.get()


@pytest.fixture
def appeal(cast, hidden) -> Appeal:
    return appeal_decision(member=cast.bob, record_id=hidden.pk, text=WORDS)


def test_an_upheld_appeal_shows_the_post_again(cast, appeal, thread, deliver_all):
    decide_appeal(moderator=cast.ada, appeal=appeal, upheld=True, answer="You are right")
    deliver_all()
    assert Post.objects.get(pk=thread.answer.pk).is_visible
    ended, restored = DecisionRecord.objects.order_by("pk")
    assert (ended.ended_because, restored.effect, restored.is_standing) == ("appeal", "post_restored", True)
    assert Notification.objects.filter(recipient=cast.bob, kind="appeal_upheld").exists()
    assert Notification.objects.filter(recipient=cast.mona, kind="decision_appealed").exists()
    assert AuditEntry.objects.filter(action="appeal.upheld", target_id=str(appeal.pk)).exists()


def test_an_upheld_appeal_lets_the_member_write_again(cast, deliver_all):
    suspend_member(moderator=cast.mona, member=cast.bob, for_time=timedelta(days=3), reason="Advertising")
    deliver_all()
    made = appeal_decision(member=cast.bob, record_id=DecisionRecord.objects.get().pk, text=WORDS)
    decide_appeal(moderator=cast.ada, appeal=made, upheld=True, answer="You are right")
    assert Membership.objects.get(pk=cast.bob.pk).suspended_until is None


def test_an_upheld_appeal_gives_the_trust_level_back_for_good(cast, deliver_all):
    set_trust_level(member=cast.bob, level=3)
    set_trust_level(member=cast.bob, level=1)
    deliver_all()
    made = appeal_decision(member=cast.bob, record_id=DecisionRecord.objects.get().pk, text=WORDS)
    decide_appeal(moderator=cast.mona, appeal=made, upheld=True, answer="A mistake of ours")
    settle_levels(cast.acme.pk, [cast.bob.pk])
    assert Membership.objects.get(pk=cast.bob.pk).trust_level == 3


def lower_twice(cast, deliver_all):
    set_trust_level(member=cast.bob, level=3)
    for level in (2, 1):
        set_trust_level(member=cast.bob, level=level)
        deliver_all()
    return DecisionRecord.objects.order_by("pk")


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_lowerings_each_can_be_appealed_and_both_are_taken_back(cast, deliver_all, which):
    record = lower_twice(cast, deliver_all)[which]
    made = appeal_decision(member=cast.bob, record_id=record.pk, text=WORDS)
    decide_appeal(moderator=cast.mona, appeal=made, upheld=True, answer="A mistake of ours")
    assert Membership.objects.get(pk=cast.bob.pk).trust_level == 3


def test_who_carried_a_decision_on_does_not_decide_about_it(cast, deliver_all):
    set_trust_level(member=cast.bob, level=3)
    set_trust_level(member=cast.bob, level=2)
    deliver_all()
    set_trust_level(member=cast.bob, level=1, moderator=cast.mona, reason="Too many wrong edits")
    deliver_all()
    made = appeal_decision(member=cast.bob, record_id=DecisionRecord.objects.order_by("pk")[0].pk, text=WORDS)
    with pytest.raises(NotAllowed, match="You made this decision"):
        decide_appeal(moderator=cast.mona, appeal=made, upheld=True, answer="Because")


def test_what_a_later_decision_took_back_is_not_appealed_against(cast, hidden, thread, deliver_all):
    thread.answer.post.refresh_from_db()
    restore_post(moderator=cast.mona, post=thread.answer.post)
    deliver_all()
    thread.answer.post.refresh_from_db()
    hide_post(moderator=cast.ada, post=thread.answer.post, reason="A second reason")
    deliver_all()
    with pytest.raises(NotAllowed, match="no longer holds"):
        appeal_decision(member=cast.bob, record_id=hidden.pk, text=WORDS)


def test_an_appeal_against_a_suspension_leaves_a_later_one(cast, deliver_all):
    for reason in ("Advertising", "Insults"):
        suspend_member(moderator=cast.mona, member=cast.bob, for_time=timedelta(days=3), reason=reason)
        deliver_all()
    first = DecisionRecord.objects.order_by("pk")[0]
    made = appeal_decision(member=cast.bob, record_id=first.pk, text=WORDS)
    decide_appeal(moderator=cast.ada, appeal=made, upheld=True, answer="You are right")
    assert Membership.objects.get(pk=cast.bob.pk).suspended_until is not None


def test_a_late_appeal_is_said_once_to_those_who_may_decide(cast, appeal, deliver_all):
    assert remind() == 0
    with clock.moved(timedelta(days=11)):
        assert remind() == 1
        assert remind() == 0
        deliver_all()
    told = Notification.objects.filter(kind="appeal_late").values_list("recipient", flat=True)
    assert list(told) == [cast.ada.pk]


def test_where_nobody_may_decide_admins_are_told(cast, appeal, deliver_all):
    deliver_all()
    assert not Notification.objects.filter(kind="appeal_without_decider").exists()
    Membership.objects.filter(pk=cast.mona.pk).update(role="admin")
    Membership.objects.filter(pk=cast.ada.pk).update(role="member")
    with clock.moved(timedelta(days=11)):
        remind()
        deliver_all()
    told = Notification.objects.filter(kind="appeal_without_decider").values_list("recipient", flat=True)
    assert list(told) == [cast.mona.pk]


def test_a_member_who_goes_leaves_no_open_appeal(cast, appeal):
    Decisions().erase(cast.bob.pk)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.decided_by, appeal.answer) == ("withdrawn", None, "")
    with pytest.raises(NotAllowed):
        decide_appeal(moderator=cast.ada, appeal=appeal, upheld=True, answer="You are right")


def test_the_notice_of_a_lower_level_leads_to_the_decision(cast, deliver_all, browser_of):
    record = lower_twice(cast, deliver_all).last()
    told = Notification.objects.filter(kind="trust_level_down").latest("pk")
    assert told.url_name == "decisions:about_level"
    assert browser_of(cast.bob).get("/c/acme/decisions/trust-level/").url == f"/c/acme/decisions/{record.pk}/"


def test_a_rejected_appeal_leaves_everything_and_says_why(cast, appeal, thread, deliver_all):
    decide_appeal(moderator=cast.ada, appeal=appeal, upheld=False, answer="It names a price")
    deliver_all()
    assert not Post.objects.get(pk=thread.answer.pk).is_visible and DecisionRecord.objects.get().is_standing
    assert Notification.objects.filter(recipient=cast.bob, kind="appeal_rejected").exists()


def test_an_upheld_appeal_against_what_was_undone_meanwhile_is_no_failure(cast, appeal, thread):
    Post.objects.filter(pk=thread.answer.pk).update(visibility="visible", visibility_reason="")
    decide_appeal(moderator=cast.ada, appeal=appeal, upheld=True, answer="You are right")
    assert Appeal.objects.get().state == "upheld"


def test_those_who_may_decide_are_told(cast, appeal, deliver_all):
    deliver_all()
    told = Notification.objects.filter(kind="appeal_waits").values_list("recipient", flat=True)
    assert list(told) == [cast.ada.pk]


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("mona", "You made this decision"),
        ("alice", "Only moderators"),
        ("bob", "Only moderators"),
        ("charlie", "Only moderators"),
    ],
)
def test_who_cannot_decide_reads_why(cast, appeal, who, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        decide_appeal(moderator=getattr(cast, who), appeal=appeal, upheld=True, answer="Because")
    assert Appeal.objects.get().is_open


def test_a_moderator_of_another_company_cannot_decide(cast, appeal):
    other = factories.make_member(cast.bolt, "Boss", role="admin")
    with pytest.raises(NotAllowed, match="another community"):
        decide_appeal(moderator=other, appeal=appeal, upheld=True, answer="Because")


def test_nobody_decides_their_own_appeal(cast, appeal):
    Membership.objects.filter(pk=cast.bob.pk).update(role="moderator")
    cast.bob.refresh_from_db()
    with pytest.raises(NotAllowed, match="your own appeal"):
        decide_appeal(moderator=cast.bob, appeal=appeal, upheld=True, answer="Because")


def test_an_appeal_is_decided_once_and_with_words(cast, appeal):
    with pytest.raises(NotAllowed, match="Say why"):
        decide_appeal(moderator=cast.ada, appeal=appeal, upheld=True, answer="  ")
    decide_appeal(moderator=cast.ada, appeal=appeal, upheld=False, answer="It names a price")
    with pytest.raises(NotAllowed, match="already"):
        decide_appeal(moderator=cast.ada, appeal=appeal, upheld=True, answer="Because")


def test_one_appeal_for_a_decision_about_oneself(cast, hidden, appeal):
    with pytest.raises(NotAllowed, match="already"):
        appeal_decision(member=cast.bob, record_id=hidden.pk, text=WORDS)
    with pytest.raises(NotAllowed, match="somebody else"):
        appeal_decision(member=cast.alice, record_id=hidden.pk, text=WORDS)


def test_after_half_a_year_it_is_too_late(cast, hidden):
    with clock.moved(APPEAL_TIME + timedelta(hours=1)), pytest.raises(NotAllowed, match="is over"):
        appeal_decision(member=cast.bob, record_id=hidden.pk, text=WORDS)


def test_there_is_nothing_to_appeal_against_in_ones_favour(cast):
    record = record_decision(
        member=cast.bob,
        effect="post_restored",
        target=("post", 1),
        rule="moderation",
        decided_by=cast.mona,
        reason="Ok",
    )
    with pytest.raises(NotAllowed, match="in your favour"):
        appeal_decision(member=cast.bob, record_id=record.pk, text=WORDS)


def test_an_appeal_that_waits_longer_than_promised_is_late(cast, appeal):
    assert not appeal.is_late
    with clock.moved(timedelta(days=11)):
        assert appeal.is_late


def refused(name, act):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act()
    assert name in refusal.value.__cause__.diag.constraint_name


def test_the_database_refuses_wrong_deciders(cast, appeal):
    rows = Appeal.objects.filter(pk=appeal.pk)
    words = {"state": "upheld", "answer": "Because", "decided_at": clock.now()}
    refused("appeal_decided_by_somebody_else", lambda: rows.update(decided_by=cast.mona, **words))
    refused("appeal_decided_by_somebody_else", lambda: rows.update(decided_by=cast.charlie, **words))
    refused("nobody_decides_their_own_appeal", lambda: rows.update(decided_by=cast.bob, **words))
    refused("decided_appeals_say_who_and_why", lambda: rows.update(state="upheld"))


def test_the_database_keeps_what_was_said_and_decided(cast, appeal):
    rows = Appeal.objects.filter(pk=appeal.pk)
    refused("appeal_is_kept", lambda: rows.update(text="Something else"))
    refused("appeal_is_kept", lambda: rows.delete())
    decide_appeal(moderator=cast.ada, appeal=appeal, upheld=False, answer="It names a price")
    refused("appeal_is_kept", lambda: rows.update(answer="Another"))
    refused("appeal_is_kept", lambda: rows.update(state="upheld"))


def test_the_database_takes_appeals_of_the_member_only(cast, hidden):
    words = {"company": cast.acme, "record": hidden, "text": WORDS, "decide_by": clock.now()}
    refused("appeal_of_the_member", lambda: Appeal.objects.create(member=cast.alice, **words))
    Appeal.objects.create(member=cast.bob, **words)
    refused("record_id", lambda: Appeal.objects.create(member=cast.bob, **words))


def test_what_a_member_wrote_is_handed_over_and_erased(cast, appeal):
    holder = Decisions()
    held = holder.export(cast.bob.pk)
    assert held["appeals"][0]["text"] == WORDS and held["decisions"][0]["reason"] == "It advertises something"
    for _time in range(2):
        holder.erase(cast.bob.pk)
    assert Appeal.objects.get().text == ""


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_is_refused(cast, appeal):
    others = [cast.ada, factories.make_member(cast.acme, "Abe", role="admin")]

    def act(number: int) -> str:
        decide_appeal(moderator=others[number], appeal=appeal, upheld=bool(number), answer="Because")
        return "decided"

    assert race(2, act) == Counter({"decided": 1, "NotAllowed": 1})
    assert AuditEntry.objects.filter(action__startswith="appeal.").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_one_makes_the_appeal(cast, hidden):
    def act(number: int) -> str:
        appeal_decision(member=cast.bob, record_id=hidden.pk, text=WORDS)
        return "made"

    assert race(2, act) == Counter({"made": 1, "NotAllowed": 1})
