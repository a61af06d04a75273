"""Deciding what a member may do, and what the company vouches for."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.events import MemberRoleChanged
from accounts.models import Company, Membership, Person
from accounts.policies import check_may_administer, check_runs_installation
from community import clock
from community.audit.record import record_audit
from community.events.record import record
from community.web.errors import NotAllowed


@transaction.atomic
def change_role(*, admin: Membership, member: Membership, role: str, affiliation: str) -> Membership:
    """Give the member this role and mark. Records MemberRoleChanged and an audit entry; no change records nothing.

    Locks the company's row, so that two admins cannot remove each other at once. Raises NotAllowed for everybody but
    admins of the member's company, for a role without a login, and when the company would be left without an admin.
    """
    _lock_company(member.company_id)
    admin.refresh_from_db(fields=["role", "suspended_until", "suspended_reason"])
    check_may_administer(admin)
    if admin.company_id != member.company_id:
        raise NotAllowed(_("This member belongs to another community."))
    before = _change(member, role=role, affiliation=affiliation)
    if before == _facts(member):
        return member
    record(
        MemberRoleChanged(
            company=str(member.company_id), actor=admin.key, member=member.pk, role=role, affiliation=affiliation
        )
    )
    audit_act(
        admin,
        "member.role_changed",
        target_kind="member",
        target_id=member.pk,
        before=before,
        after=_facts(member),
    )
    return member


@transaction.atomic
def appoint_member(*, operator: Person, member: Membership, role: str, affiliation: str) -> Membership:
    """Do what change_role does, for an operator: the way back for a company whose only admin has left.

    Records MemberRoleChanged and an audit entry; no change records nothing. Locks the company's row. Raises NotAllowed
    for everybody but operators, for a role without a login, and when the company would be left without an admin.
    """
    check_runs_installation(operator)
    _lock_company(member.company_id)
    before = _change(member, role=role, affiliation=affiliation)
    if before == _facts(member):
        return member
    record(
        MemberRoleChanged(
            company=str(member.company_id), actor="", member=member.pk, role=role, affiliation=affiliation
        )
    )
    record_audit(
        action="member.role_changed",
        target_kind="member",
        target_id=member.pk,
        company=str(member.company_id),
        person=str(operator.pk),
        before=before,
        after=_facts(member),
    )
    return member


def _lock_company(company_id: int) -> None:
    # Weaker than FOR UPDATE: rows that refer to the company can be written meanwhile.
    Company.objects.select_for_update(no_key=True).get(pk=company_id)


def _change(member: Membership, *, role: str, affiliation: str) -> dict[str, str]:
    """Store role and mark of a member of the locked company; return those before."""
    member.refresh_from_db(fields=["role", "affiliation"])
    before = _facts(member)
    if role not in Membership.Role.values or affiliation not in Membership.Affiliation.values:
        raise NotAllowed(_("Choose a role and a mark that are offered."))
    if role != Membership.Role.MEMBER and member.person_id is None:
        raise NotAllowed(_("Only people who can sign in can be moderators or admins."))
    if member.is_admin and role != Membership.Role.ADMIN and not _has_other_admin(member):
        raise NotAllowed(_("A community needs an admin. Make somebody else admin first."))
    member.role, member.affiliation = role, affiliation
    member.save(update_fields=["role", "affiliation"])
    return before


def _has_other_admin(member: Membership) -> bool:
    """Return whether another admin can act now: one who is suspended or cannot sign in is no help."""
    now = clock.now()
    free = Q(suspended_until__isnull=True) | Q(suspended_until__lte=now)
    others = Membership.objects.filter(company_id=member.company_id, role=Membership.Role.ADMIN, person__is_active=True)
    return others.filter(free).exclude(pk=member.pk).exists()


def _facts(member: Membership) -> dict[str, str]:
    return {"role": str(member.role), "affiliation": str(member.affiliation)}
