"""What a member wants to be asked, and whom they do not want to meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.models import Membership
from community import clock
from community.personalization.routing.actions.end import withdraw_open
from community.personalization.routing.locks import lock_routing
from community.personalization.routing.models import Block, HelperSettings
from community.personalization.routing.models.helper import MOST_A_DAY
from community.personalization.routing.policies import check_can_block
from community.questions.models import Topic


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a member wants to be asked; the fields are those of HelperSettings."""

    paused_until: datetime | None = None
    time_zone: str = "UTC"
    hours_from: int | None = None
    hours_until: int | None = None
    most_a_day: int = MOST_A_DAY
    languages: list[str] = field(default_factory=list)
    topics: list[int] = field(default_factory=list)
    only_topics: bool = False
    switched_off: list[str] = field(default_factory=list)


@transaction.atomic
def change_wish(*, member: Membership, wish: Wish) -> HelperSettings:
    """Keep how the member wants to be asked. It holds for the very next question; a pause takes open offers back.

    Topics of another company are left out. Waits for whoever asks helpers at this moment.
    """
    lock_routing(member.company_id)
    topics = Topic.objects.filter(company=member.company_id, pk__in=wish.topics).order_by("pk")
    settings, _is_new = HelperSettings.objects.update_or_create(
        member=member,
        defaults={
            "company_id": member.company_id,
            **{name: getattr(wish, name) for name in _PLAIN},
            "topics": list(topics.values_list("pk", flat=True)),
        },
    )
    if wish.paused_until is not None and wish.paused_until > clock.now():
        withdraw_open(company_id=member.company_id, member_id=member.pk)
    return settings


_PLAIN = (
    "paused_until", "time_zone", "hours_from", "hours_until", "most_a_day", "languages", "only_topics", "switched_off"
)  # fmt: skip


@transaction.atomic
def block_member(*, member: Membership, other: Membership) -> None:
    """Never bring the two together again: neither is asked about the other's questions. The other is not told.

    Open offers between them are taken back. Blocking twice changes nothing. Raises NotAllowed for oneself.
    """
    check_can_block(member, other)
    lock_routing(member.company_id)
    Block.objects.get_or_create(company_id=member.company_id, blocker=member, blocked=other)
    for helper, asker in ((member, other), (other, member)):
        withdraw_open(company_id=member.company_id, member_id=helper.pk, asker_id=asker.pk)


@transaction.atomic
def unblock_member(*, member: Membership, other: Membership) -> None:
    """Take the member's own block of the other back; one by the other stays."""
    Block.objects.by(member).filter(blocked=other).delete()


def forget_wishes(membership_id: int) -> None:
    """Delete what the member wanted, and every block by them and of them; part of the caller's erasure."""
    HelperSettings.objects.filter(member=membership_id).delete()
    Block.objects.filter(blocker=membership_id).delete()
    Block.objects.filter(blocked=membership_id).delete()
