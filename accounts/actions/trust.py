"""Setting what a member can be left alone with."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.abilities import HIGHEST_LEVEL
from accounts.audit import audit_act
from accounts.events import MemberTrustLevelChanged
from accounts.models import Membership
from accounts.policies import check_may_moderate
from community import clock
from community.events.models import Event
from community.events.record import PastEvent, record, record_past
from community.web.errors import NotAllowed


@transaction.atomic
def set_trust_level(
    *,
    member: Membership,
    level: int,
    moderator: Membership | None = None,
    reason: str = "",
    source: str = Event.Source.LIVE,
) -> Membership:
    """Give the member this trust level, by the rules or, with `moderator`, by a person's decision.

    Records MemberTrustLevelChanged, and an audit entry for a moderator; no change records nothing. Another `source` than
    live records it as a part of the past, of which nobody is told. Locks the member's row. Raises NotAllowed for
    moderators of another community, for oneself and for unknown levels.
    """
    locked = Membership.objects.select_for_update(no_key=True)
    member.refresh_from_db(fields=["trust_level", "role"], from_queryset=locked)
    if moderator is not None:
        _check_may_decide(moderator, member)
    if not 0 <= level <= HIGHEST_LEVEL:
        raise NotAllowed(_("Choose a trust level that is offered."))
    before = member.trust_level
    if before == level:
        return member
    member.trust_level = level
    member.save(update_fields=["trust_level"])
    _record(member, before, moderator, source)
    if moderator is not None:
        audit_act(
            moderator,
            "member.trust_level_changed",
            target_kind="member",
            target_id=member.pk,
            before={"trust_level": before},
            after={"trust_level": level},
            reason=reason.strip(),
        )
    return member


def _record(member: Membership, before: int, moderator: Membership | None, source: str) -> None:
    happened = MemberTrustLevelChanged(
        company=str(member.company_id),
        actor=moderator.key if moderator else "",
        member=member.pk,
        before=before,
        level=member.trust_level,
    )
    if source == Event.Source.LIVE:
        record(happened)
    else:
        record_past([PastEvent(happened=happened, occurred_at=clock.now())], source=source)


def _check_may_decide(moderator: Membership, member: Membership) -> None:
    check_may_moderate(moderator)
    if moderator.company_id != member.company_id:
        raise NotAllowed(_("This member belongs to another community."))
    if moderator.pk == member.pk:
        raise NotAllowed(_("You cannot do this to yourself."))
