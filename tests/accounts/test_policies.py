"""Who may write, moderate and run things."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Membership
from accounts.policies import (
    check_is_member,
    check_may_administer,
    check_may_moderate,
    check_may_write,
    check_runs_installation,
)
from community import clock
from community.web.errors import NotAllowed
from tests import factories


def suspended(member: Membership, hours: int) -> Membership:
    member.suspended_until, member.suspended_reason = clock.now() + timedelta(hours=hours), "Advertising"
    return member


def test_members_write(cast):
    check_may_write(cast.alice)


def test_a_program_writes_without_a_login(cast):
    check_may_write(factories.make_member(cast.acme, kind="service"))


@pytest.mark.parametrize("kind", ["imported", "former", "guest", "external"])
def test_who_has_no_login_only_reads(cast, kind):
    with pytest.raises(NotAllowed, match="cannot write here"):
        check_may_write(factories.make_member(cast.acme, kind=kind))


def test_a_suspended_member_reads_until_when_and_why(cast):
    with clock.frozen_at(datetime(2026, 11, 22, 21, 36, tzinfo=UTC)), pytest.raises(NotAllowed) as refusal:
        check_may_write(suspended(cast.alice, hours=1))
    assert str(refusal.value) == "You cannot write here until 22 Nov 2026, 22:36 UTC. Reason: Advertising"
    check_may_write(suspended(cast.alice, hours=-1))


def test_in_a_closed_community_nobody_writes_and_moderators_moderate(cast):
    for member in (cast.alice, cast.mona):
        member.company.is_open = False
        with pytest.raises(NotAllowed, match="closed for new posts"):
            check_may_write(member)
    assert check_may_moderate(cast.mona) == cast.mona


@pytest.mark.parametrize(("who", "moderates", "administers"), [("alice", 0, 0), ("mona", 1, 0), ("ada", 1, 1)])
def test_powers_follow_from_the_role(cast, who, moderates, administers):
    member = getattr(cast, who)
    for check, may in ((check_may_moderate, moderates), (check_may_administer, administers)):
        for allowed, each in ((may, member), (False, None), (False, suspended(Membership(role=member.role), hours=1))):
            if allowed:
                assert check(each) == each
            else:
                with pytest.raises(NotAllowed):
                    check(each)


def test_visitors_are_no_members(cast):
    assert check_is_member(factories.reader_of(cast.alice)) == cast.alice
    with pytest.raises(NotAllowed, match="Sign in and join"):
        check_is_member(factories.reader_of(None, cast.acme))


def test_only_active_operators_run_the_installation(cast):
    operator = factories.make_person(is_superuser=True, is_staff=True)
    assert check_runs_installation(operator) == operator
    operator.is_active = False
    for person in (operator, cast.ada.person, None):
        with pytest.raises(NotAllowed, match="Only operators"):
            check_runs_installation(person)
