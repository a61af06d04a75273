"""Setting trust levels."""

from __future__ import annotations

import pytest

from accounts.actions.trust import set_trust_level
from accounts.models import Membership
from community.audit.models import AuditEntry
from community.events.models import Event
from community.web.errors import NotAllowed


def test_a_level_by_the_rules_is_recorded_and_not_audited(cast):
    set_trust_level(member=cast.bob, level=2)
    event = Event.objects.get(type="member.trust_level_changed")
    assert (event.payload["before"], event.payload["level"], event.actor, event.source) == (0, 2, "", "live")
    assert not AuditEntry.objects.exists()


def test_the_same_level_again_records_nothing(cast):
    set_trust_level(member=cast.bob, level=0)
    assert not Event.objects.exists()


def test_a_level_of_the_past_reaches_no_follower(cast):
    set_trust_level(member=cast.bob, level=1, source="seed")
    event = Event.objects.get()
    assert (event.source, event.deliveries.count()) == ("seed", 0)


def test_a_moderators_level_is_audited(cast):
    set_trust_level(member=cast.bob, level=3, moderator=cast.mona, reason="Knows everything")
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.before, entry.after) == (
        "member.trust_level_changed",
        {"trust_level": 0},
        {"trust_level": 3},
    )


@pytest.mark.parametrize("level", [-1, 5])
def test_levels_that_do_not_exist_are_refused(cast, level):
    with pytest.raises(NotAllowed, match="offered"):
        set_trust_level(member=cast.bob, level=level)


@pytest.mark.parametrize(("moderator", "member"), [("alice", "bob"), ("mona", "mona"), ("mona", "charlie")])
def test_only_moderators_decide_and_not_about_themselves_or_strangers(cast, moderator, member):
    with pytest.raises(NotAllowed):
        set_trust_level(member=getattr(cast, member), level=3, moderator=getattr(cast, moderator))
    assert not Membership.objects.exclude(trust_level=0).exists()
