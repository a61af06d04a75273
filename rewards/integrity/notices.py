"""Whom cases about points concern, beside the member who earned, whom the decision itself tells."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community.events.models import Event
from community.moderation.notices import DECISIONS
from community.web.registries.notices import Notice, notice


@notice(
    "reward_case.opened", name="reward_case_waits", category=DECISIONS, title=_("Points are held back until you decide")
)
def case_waits(event: Event) -> Notice | None:
    """Tell the moderators who may decide: all but the two members."""
    concerned = [event.payload["member"], event.payload["counterpart"]]
    others = Membership.objects.filter(company_id=int(event.company)).moderators().exclude(pk__in=concerned)
    address = "company_admin:integrity_rewardcase_change"
    return Notice(others.values_list("pk", flat=True), address, (event.payload["case"],))


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


def _tell_other(event: Event) -> Notice:
    return Notice([event.payload["counterpart"]], "integrity:signals")
