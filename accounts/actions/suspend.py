"""Taking and giving back a member's right to write."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import audit_act
from accounts.events import MemberReinstated, MemberSuspended
from accounts.models import Membership
from accounts.policies import check_may_moderate
from community import clock
from community.events.record import record
from community.web.errors import NotAllowed


@transaction.atomic
def suspend_member(*, moderator: Membership, member: Membership, for_time: timedelta, reason: str) -> Membership:
    """Let the member only read for a time, and say why. Records MemberSuspended and an audit entry.

    Raises NotAllowed without a reason, for oneself, for another company's member and for moderators below an admin.
    """
    before = _lock(member)
    check_may_moderate(moderator)
    _check_may_sanction(moderator, member)
    if not reason.strip():
        raise NotAllowed(_("Say why: the member will read it."))
    member.suspended_until, member.suspended_reason = clock.now() + for_time, reason.strip()
    member.save(update_fields=["suspended_until", "suspended_reason"])
    record(
        MemberSuspended(
            company=str(member.company_id),
            actor=moderator.key,
            member=member.pk,
            until=member.suspended_until.isoformat(),
        )
    )
    audit_act(
        moderator,
        "member.suspended",
        target_kind="member",
        target_id=member.pk,
        before=before,
        after=_facts(member),
        reason=reason.strip(),
    )
    return member


@transaction.atomic
def reinstate_member(*, moderator: Membership, member: Membership) -> Membership:
    """End a suspension early. Records MemberReinstated and an audit entry; does nothing when the member is not suspended."""
    before = _lock(member)
    check_may_moderate(moderator)
    _check_may_sanction(moderator, member)
    if not member.is_suspended(clock.now()):
        return member
    member.suspended_until, member.suspended_reason = None, ""
    member.save(update_fields=["suspended_until", "suspended_reason"])
    record(MemberReinstated(company=str(member.company_id), actor=moderator.key, member=member.pk))
    audit_act(
        moderator,
        "member.reinstated",
        target_kind="member",
        target_id=member.pk,
        before=before,
        after=_facts(member),
    )
    return member


def _lock(member: Membership) -> dict[str, str | None]:
    """Lock the member and read again what may have changed meanwhile; return the suspension as a fact."""
    locked = Membership.objects.select_for_update(no_key=True)
    member.refresh_from_db(fields=["role", "suspended_until", "suspended_reason"], from_queryset=locked)
    return _facts(member)


def _facts(member: Membership) -> dict[str, str | None]:
    return {"suspended_until": member.suspended_until.isoformat() if member.suspended_until else None}


def _check_may_sanction(moderator: Membership, member: Membership) -> None:
    if moderator.company_id != member.company_id:
        raise NotAllowed(_("This member belongs to another community."))
    if moderator.pk == member.pk:
        raise NotAllowed(_("You cannot do this to yourself."))
    if member.is_moderator and not moderator.is_admin:
        raise NotAllowed(_("Only admins can suspend a moderator."))
