"""Trust levels: settled by the rules, or decided by a moderator."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.abilities import HIGHEST_LEVEL
from accounts.actions.trust import set_trust_level
from accounts.audit import audit_act
from accounts.models import Membership
from accounts.policies import check_may_moderate
from community import clock
from community.events.models import Event
from community.web.errors import NotAllowed
from rewards.reputation.actions.count import lock_scores
from rewards.reputation.levels import earned_level, settled_level
from rewards.reputation.models import LevelDecision, Score
from rewards.reputation.queries.standing import Standing, standings_of


@transaction.atomic
def settle_levels(company_id: int, members: Collection[int], *, source: str = Event.Source.LIVE) -> int:
    """Give the members the trust levels that follow from what they have done; return how many levels changed.

    Levels that a moderator has decided stay, also those decided meanwhile. Only people who can sign in have a level that
    moves. Records MemberTrustLevelChanged, with another `source` as a part of the past, of which nobody is told. Locks
    changed members and their scores.
    """
    moving = [each.member_id for each in standings_of(company_id, members) if not each.is_decided and _moves(each)]
    if not moving:
        return 0
    # Read again under lock: a moderator may have decided since, and what a person decides is not overwritten.
    _lock(company_id, moving)
    changed = 0
    for standing in standings_of(company_id, moving):
        if standing.is_decided:
            continue
        earned, level = _settled(standing)
        if earned != standing.earned_level:
            _remember(company_id, standing.member_id, earned)
        if level != standing.level:
            set_trust_level(member=Membership.objects.get(pk=standing.member_id), level=level, source=source)
            changed += 1
    return changed


@transaction.atomic
def decide_level(*, moderator: Membership, member: Membership, level: int, reason: str) -> LevelDecision:
    """Set a member's trust level by hand; the rules leave it alone from now on. Records MemberTrustLevelChanged, audited.

    A decision that keeps the level is audited too. Locks the member. Raises NotAllowed without a reason, for
    unknown levels, for oneself and for another community's member.
    """
    if not reason.strip():
        raise NotAllowed(_("Say why: the member can ask."))
    if not 0 <= level <= HIGHEST_LEVEL:
        raise NotAllowed(_("Choose a trust level that is offered."))
    _lock(member.company_id, [member.pk])
    before = Membership.objects.get(pk=member.pk).trust_level
    set_trust_level(member=member, level=level, moderator=moderator, reason=reason)
    if before == level:
        _audit(moderator, member, "member.trust_level_kept", reason, decided=True)
    decision, _is_new = LevelDecision.objects.update_or_create(
        member=member,
        defaults={
            "company_id": member.company_id,
            "level": level,
            "reason": reason.strip(),
            "decided_by": moderator,
            "decided_at": clock.now(),
        },
    )
    return decision


@transaction.atomic
def release_level(*, moderator: Membership, member: Membership) -> None:
    """Let the rules decide about a member's trust level again, and settle it at once. Writes an audit entry.

    Locks the member. Does nothing when nobody had decided. Raises NotAllowed for everybody but moderators of the member's
    community.
    """
    check_may_moderate(moderator)
    if member.company_id != moderator.company_id:
        raise NotAllowed(_("This member belongs to another community."))
    if moderator.pk == member.pk:
        raise NotAllowed(_("You cannot do this to yourself."))
    _lock(member.company_id, [member.pk])
    gone, _by_model = LevelDecision.objects.filter(member=member).delete()
    if not gone:
        return
    _audit(moderator, member, "member.trust_level_released", "", decided=False)
    # What was given by hand counts as earned now: the rules keep it only where they would have.
    _remember(member.company_id, member.pk, Membership.objects.get(pk=member.pk).trust_level)
    settle_levels(member.company_id, [member.pk])


def _lock(company_id: int, members: Collection[int]) -> None:
    """Lock scores before members, as those do who count reputation and settle levels after it."""
    lock_scores(company_id, members)
    list(Membership.objects.select_for_update(no_key=True).filter(pk__in=members).order_by("pk").values_list("pk"))


def _settled(standing: Standing) -> tuple[int, int]:
    """Return the level that the rules give, and the one that the member has with it."""
    earned = earned_level(standing.earned_level, standing.facts)
    return earned, settled_level(standing.level, standing.earned_level, earned)


def _moves(standing: Standing) -> bool:
    return _settled(standing) != (standing.earned_level, standing.level)


def _remember(company_id: int, member_id: int, level: int) -> None:
    Score.objects.update_or_create(
        member_id=member_id,
        defaults={"earned_level": level},
        create_defaults={"company_id": company_id, "earned_level": level},
    )


def _audit(moderator: Membership, member: Membership, action: str, reason: str, *, decided: bool) -> None:
    audit_act(
        moderator,
        action,
        target_kind="member",
        target_id=member.pk,
        before={"set_by_moderator": not decided},
        after={"set_by_moderator": decided},
        reason=reason.strip(),
    )
