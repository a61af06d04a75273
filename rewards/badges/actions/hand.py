"""Giving badges by hand, and taking them back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audit import audit_act
from accounts.models import Membership
from accounts.policies import check_may_administer
from community import clock
from community.events.record import record
from community.moderation.actions.appeal import settle_appeals
from community.moderation.actions.decide import end_decision, record_decision
from community.moderation.models import DecisionRecord
from community.web.errors import NotAllowed
from rewards.badges.actions.give import Given, give
from rewards.badges.events import BadgeRevoked
from rewards.badges.models import Badge, BadgeAward

MOST_AT_ONCE = 50


@transaction.atomic
def award_by_hand(*, admin: Membership, badge: Badge, members: Sequence[Membership], reason: str) -> list[Given]:
    """Give the badge to up to 50 members; who has it keeps it, who lost it has it again. Records BadgeAwarded, audited.

    Giving back what was taken ends that decision and upholds an open appeal against it. Raises NotAllowed for everybody
    but admins, without a reason, for too many, for another community's members and for a badge that nobody can earn.
    """
    check_may_administer(admin)
    _check_words(admin, badge.company_id, reason)
    if not badge.is_active:
        raise NotAllowed(_("This badge can no longer be earned. Let it be earned again first, or choose another one."))
    if not 1 <= len(members) <= MOST_AT_ONCE:
        raise NotAllowed(
            ngettext("Choose at most %(count)d member.", "Choose between one and %(count)d members.", MOST_AT_ONCE)
            % {"count": MOST_AT_ONCE}
        )
    if any(member.company_id != badge.company_id for member in members):
        raise NotAllowed(_("This member belongs to another community."))
    period = str(clock.now().year) if badge.is_yearly else ""
    _let_go(admin, badge, members, period, reason.strip())
    earned = [(member.pk, period) for member in members]
    given = give(badge, earned, awarded_by=admin, reason=reason.strip())
    for each in given:
        _audit(admin, "badge.awarded", each.member, badge, each.period, reason)
    return given


@transaction.atomic
def revoke_award(*, admin: Membership, award: BadgeAward, reason: str) -> BadgeAward:
    """Take a badge back; the rule does not give it again. Records BadgeRevoked and a decision that can be appealed; audited.

    Revoking it again changes nothing. Raises NotAllowed for everybody but admins of its community and without a reason.
    """
    check_may_administer(admin)
    award = _locked(award)
    _check_words(admin, award.company_id, reason)
    if award.revoked_at is not None:
        return award
    award.revoked_at, award.revoked_by, award.revoked_reason = clock.now(), admin, reason.strip()
    award.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    record(
        BadgeRevoked(
            company=str(award.company_id),
            actor=admin.key,
            member=award.member_id,
            badge=award.badge_id,
            award=award.pk,
            period=award.period,
        )
    )
    record_decision(
        member=award.member,
        effect=DecisionRecord.Effect.BADGE_REVOKED,
        target=("badge", award.pk),
        rule="badges",
        inputs={"badge": award.title, "slug": award.badge.slug},
        decided_by=admin,
        reason=reason.strip(),
    )
    _audit(admin, "badge.revoked", award.member_id, award.badge, award.period, reason, taken=True)
    return award


@transaction.atomic
def restore_award(*, admin: Membership, award: BadgeAward, reason: str = "") -> BadgeAward:
    """Give a badge back that was taken. Audited; the member is told of it by the appeal, or not at all.

    Ends the decision that took it, and upholds an open appeal against it unless this moderator may not decide that one.
    Does nothing for a badge that was not taken. Raises NotAllowed for everybody but moderators of its community.
    """
    award = _locked(award)
    if admin.company_id != award.company_id or not admin.is_moderator:
        raise NotAllowed(_("Only moderators can do this."))
    if award.revoked_at is None:
        return award
    award.revoked_at, award.revoked_by, award.revoked_reason = None, None, ""
    award.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
    _end_revocation(admin, award, reason)
    _audit(admin, "badge.restored", award.member_id, award.badge, award.period, reason)
    return award


def _let_go(admin: Membership, badge: Badge, members: Sequence[Membership], period: str, reason: str) -> None:
    """Make room for a new award where the earlier one was taken back or has expired."""
    earlier = BadgeAward.objects.filter(badge=badge, member__in=[member.pk for member in members], period=period)
    gone = [award for award in earlier.select_for_update() if not award.holds(clock.now())]
    for award in gone:
        if award.revoked_at is not None:
            _end_revocation(admin, award, reason)
    BadgeAward.objects.filter(pk__in=[award.pk for award in gone]).delete()


def _end_revocation(admin: Membership, award: BadgeAward, reason: str) -> None:
    """Let the decision that took the badge hold no longer, and answer the appeal that waits."""
    effect, target = DecisionRecord.Effect.BADGE_REVOKED, ("badge", award.pk)
    records = DecisionRecord.objects.filter(company_id=award.company_id, effect=effect).on(*target)
    settle_appeals(moderator=admin, records=records, upheld=True, answer=reason or _("The badge was given back."))
    end_decision(company_id=award.company_id, effect=effect, target=target)


def _locked(award: BadgeAward) -> BadgeAward:
    rows = BadgeAward.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("badge", "member__company").get(pk=award.pk)


def _check_words(admin: Membership, company_id: int, reason: str) -> None:
    if admin.company_id != company_id:
        raise NotAllowed(_("This belongs to another community."))
    if not reason.strip():
        raise NotAllowed(_("Say why: the member will read it."))


def _audit(
    admin: Membership, action: str, member: int, badge: Badge, period: str, reason: str, *, taken: bool = False
) -> None:
    facts = {"badge": badge.slug, "period": period}
    audit_act(
        admin,
        action,
        target_kind="member",
        target_id=member,
        before=facts if taken else {},
        after={} if taken else facts,
        reason=reason.strip(),
    )
