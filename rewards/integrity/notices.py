"""Whom cases about points concern, beside the member who earned, whom the decision itself tells."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.moderation.notices import DECISIONS
from community.moderation.queries import admins_of
from community.web.registries.notices import Notice, notice
from rewards.integrity.models import RewardCase
from rewards.integrity.queries import who_may_decide


@notice(
    "reward_case.opened", name="reward_case_waits", category=DECISIONS, title=_("Points are held back until you decide")
)
def case_waits(event: Event) -> Notice | None:
    """Tell the moderators who may decide: all but the two members."""
    return _tell_deciders(event)


@notice(
    "reward_case.late",
    name="reward_case_late",
    category=DECISIONS,
    title=_("Points are held for longer than was promised"),
)
def case_late(event: Event) -> Notice | None:
    """Tell the moderators who may decide that they are late."""
    return _tell_deciders(event)


@notice(
    "reward_case.opened",
    "reward_case.late",
    name="reward_case_without_decider",
    category=DECISIONS,
    title=_(
        "Points are held back, and nobody here may decide about them. Make somebody who is not concerned a moderator"
    ),
)
def case_without_decider(event: Event) -> Notice | None:
    """Tell the admins where everybody who moderates is one of the two members."""
    case = _open_case(event)
    if case is None or who_may_decide(case):
        return None
    return Notice(admins_of(case.company_id), "company_admin:index")


@notice(
    "reward_case.decided",
    name="reward_case_released",
    category=DECISIONS,
    title=_("Points for an answer that you accepted or voted for were looked at, and are paid"),
)
def released(event: Event) -> Notice | None:
    """Tell the other member that all was well."""
    return None if event.payload["state"] == "voided" else _tell_other(event)


@notice(
    "reward_case.decided",
    name="reward_case_voided",
    category=DECISIONS,
    title=_("Points for an answer that you accepted or voted for were looked at, and are not paid"),
)
def voided(event: Event) -> Notice | None:
    """Tell the other member that it was not."""
    return _tell_other(event) if event.payload["state"] == "voided" else None


def _tell_deciders(event: Event) -> Notice | None:
    case = _open_case(event)
    if case is None:
        return None
    return Notice(who_may_decide(case), "company_admin:integrity_rewardcase_change", (case.pk,))


def _tell_other(event: Event) -> Notice:
    return Notice([event.payload["counterpart"]], "integrity:signals")


def _open_case(event: Event) -> RewardCase | None:
    return RewardCase.objects.open().filter(company=int(event.company), pk=event.payload["case"]).first()
