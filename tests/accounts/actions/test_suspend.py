"""Taking and giving back the right to write."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.actions.suspend import reinstate_member, suspend_member
from accounts.models import Membership
from community import clock
from community.audit.models import AuditEntry
from community.web.errors import NotAllowed
from tests import factories

DAY = timedelta(days=1)


def test_a_suspended_member_cannot_write_and_reads_why(cast):
    suspend_member(moderator=cast.mona, member=cast.alice, for_time=DAY, reason="You insulted somebody")
    with pytest.raises(NotAllowed, match="You insulted somebody"):
        factories.ask(cast.alice)


def test_a_suspension_ends_by_itself(cast):
    suspend_member(moderator=cast.mona, member=cast.alice, for_time=DAY, reason="You insulted somebody")
    with clock.moved(DAY + timedelta(minutes=1)):
        assert factories.ask(cast.alice)


def test_both_acts_are_audited_with_the_moment_before_and_after(cast):
    suspend_member(moderator=cast.mona, member=cast.alice, for_time=DAY, reason="You insulted somebody")
    until = cast.alice.suspended_until.isoformat()
    reinstate_member(moderator=cast.mona, member=cast.alice)
    first, second = AuditEntry.objects.order_by("pk")
    assert (first.before, first.after) == ({"suspended_until": None}, {"suspended_until": until})
    assert (second.before, second.after) == ({"suspended_until": until}, {"suspended_until": None})


def test_reinstating_somebody_who_may_write_records_nothing(cast):
    reinstate_member(moderator=cast.mona, member=cast.alice)
    assert not AuditEntry.objects.exists()


def test_suspended_moderators_and_admins_have_no_powers(cast):
    second = factories.make_member(cast.acme, "Anton", role="admin")
    for member in (cast.mona, second):
        suspend_member(moderator=cast.ada, member=member, for_time=DAY, reason="A long holiday")
        with pytest.raises(NotAllowed, match="A long holiday"):
            suspend_member(moderator=member, member=cast.bob, for_time=DAY, reason="You insulted somebody")


def test_somebody_who_has_become_a_moderator_meanwhile_is_left_alone(cast):
    stale = Membership.objects.get(pk=cast.bob.pk)
    Membership.objects.filter(pk=cast.bob.pk).update(role="moderator")
    with pytest.raises(NotAllowed, match="Only admins can suspend a moderator"):
        suspend_member(moderator=cast.mona, member=stale, for_time=DAY, reason="You insulted somebody")
    assert not Membership.objects.filter(suspended_until__isnull=False).exists()


@pytest.mark.parametrize("who", ["alice", "charlie", "mona"])
def test_who_may_not_suspend_changes_nothing(cast, who):
    member = cast.mona if who == "mona" else cast.bob
    with pytest.raises(NotAllowed):
        suspend_member(moderator=getattr(cast, who), member=member, for_time=DAY, reason="You insulted somebody")
    assert not AuditEntry.objects.exists() and not Membership.objects.filter(suspended_until__isnull=False).exists()
