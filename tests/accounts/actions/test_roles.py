"""Who may give which role to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.actions.roles import appoint_member, change_role
from accounts.actions.suspend import suspend_member
from accounts.models import Membership
from community.audit.models import AuditEntry
from community.events.models import Event
from community.web.errors import NotAllowed
from tests import factories
from tests.races import race


def test_a_new_role_is_recorded_and_audited_once(cast):
    change_role(admin=cast.ada, member=cast.bob, role="moderator", affiliation="staff")
    cast.bob.refresh_from_db()
    assert (cast.bob.role, cast.bob.affiliation) == ("moderator", "staff")
    assert Event.objects.get(type="member.role_changed").payload["role"] == "moderator"
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == (
        {"role": "member", "affiliation": "none"},
        {"role": "moderator", "affiliation": "staff"},
    )


def test_the_same_role_again_records_nothing(cast):
    change_role(admin=cast.ada, member=cast.bob, role="member", affiliation="none")
    assert not AuditEntry.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize("who", ["alice", "mona"])
def test_only_admins_give_roles(cast, who):
    with pytest.raises(NotAllowed, match="Only admins"):
        change_role(admin=getattr(cast, who), member=cast.bob, role="admin", affiliation="none")


def test_admins_give_no_roles_in_other_companies(cast):
    with pytest.raises(NotAllowed, match="another community"):
        change_role(admin=cast.ada, member=cast.charlie, role="moderator", affiliation="none")


@pytest.mark.parametrize(("role", "affiliation"), [("owner", "none"), ("member", "friend")])
def test_only_known_roles_and_marks_are_given(cast, role, affiliation):
    with pytest.raises(NotAllowed, match="offered"):
        change_role(admin=cast.ada, member=cast.bob, role=role, affiliation=affiliation)


def test_members_who_cannot_sign_in_hold_no_role(cast):
    imported = factories.make_member(cast.acme, "Ivan", kind="imported")
    with pytest.raises(NotAllowed, match="sign in"):
        change_role(admin=cast.ada, member=imported, role="moderator", affiliation="none")


def test_the_last_admin_stays(cast):
    with pytest.raises(NotAllowed, match="needs an admin"):
        change_role(admin=cast.ada, member=cast.ada, role="member", affiliation="none")
    cast.ada.refresh_from_db()
    assert cast.ada.is_admin


def test_a_suspended_admin_does_not_count_as_another(cast):
    second = factories.make_member(cast.acme, "Anton", role="admin")
    suspend_member(moderator=cast.ada, member=second, for_time=timedelta(days=1), reason="Holiday")
    with pytest.raises(NotAllowed, match="needs an admin"):
        change_role(admin=cast.ada, member=cast.ada, role="member", affiliation="none")


def test_an_admin_may_go_when_another_stays(cast):
    factories.make_member(cast.acme, "Anton", role="admin")
    assert change_role(admin=cast.ada, member=cast.ada, role="member", affiliation="none").role == "member"


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_remove_each_other_at_once_leave_one(cast):
    pair = [cast.ada, factories.make_member(cast.acme, "Anton", role="admin")]

    def depose(number: int) -> str:
        admin, member = (Membership.objects.get(pk=pair[each].pk) for each in (number, 1 - number))
        return change_role(admin=admin, member=member, role="member", affiliation="none").role

    assert race(2, depose) == {"member": 1, "NotAllowed": 1}
    assert Membership.objects.filter(company=cast.acme, role="admin").count() == 1


@pytest.mark.django_db(transaction=True)
def test_admins_who_all_leave_at_once_leave_one(cast):
    everybody = [cast.ada, *(factories.make_member(cast.acme, role="admin") for _number in range(4))]

    def leave(number: int) -> str:
        me = Membership.objects.get(pk=everybody[number].pk)
        return change_role(admin=me, member=me, role="member", affiliation="none").role

    assert race(5, leave) == {"member": 4, "NotAllowed": 1}


def test_only_operators_appoint(cast):
    with pytest.raises(NotAllowed, match="Only operators"):
        appoint_member(operator=cast.ada.person, member=cast.bob, role="admin", affiliation="none")
