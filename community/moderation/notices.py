"""Whom decisions and appeals concern."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from community.events.models import Event
from community.moderation.models import Appeal, DecisionRecord
from community.web.registries.notices import Category, Notice, notice

DECISIONS = Category("decisions", _("Decisions about you, and appeals"), mailed=True)

# What the member reads first. Of hidden posts questions tells already, and the post leads to the decision.
_TITLES = {
    DecisionRecord.Effect.MEMBER_SUSPENDED: _("You can only read for a time. Open it to read why and to appeal"),
    DecisionRecord.Effect.MEMBER_REINSTATED: _("You can write again"),
    DecisionRecord.Effect.REWARD_HELD: _("Points of yours are held back. Open it to read why and to appeal"),
    DecisionRecord.Effect.REWARD_RELEASED: _("Points that were held back are yours"),
    DecisionRecord.Effect.REWARD_VOIDED: _(
        "Points that were held back are not paid. Open it to read why and to appeal"
    ),
    DecisionRecord.Effect.BADGE_REVOKED: _("A badge was taken back. Open it to read why and to appeal"),
}


def _tell_of(effect: str, title: object) -> None:
    """Register the notice of one effect: titles are words of a kind of notice, not of an event."""

    @notice("decision.recorded", name=f"decision_{effect}", category=DECISIONS, title=title)
    def tell(event: Event) -> Notice | None:
        if event.payload["effect"] != effect or not event.payload["told"]:
            return None
        return Notice([event.payload["member"]], "decisions:decision", (event.payload["decision"],))


for _effect, _title in _TITLES.items():
    _tell_of(str(_effect), _title)


@notice("appeal.made", name="appeal_waits", category=DECISIONS, title=_("A member appealed against a decision"))
def appeal_waits(event: Event) -> Notice | None:
    """Tell the moderators who may decide: all but whoever made the decision."""
    appeal = _open_appeal(event)
    if appeal is None:
        return None
    others = Membership.objects.filter(company_id=appeal.company_id).moderators().exclude(pk=appeal.member_id)
    if appeal.record.decided_by_id:
        others = others.exclude(pk=appeal.record.decided_by_id)
    return Notice(
        others.values_list("pk", flat=True), "company_admin:moderation_appeal_change", (event.payload["appeal"],)
    )


@notice(
    "appeal.decided",
    name="appeal_upheld",
    category=DECISIONS,
    title=_("Your appeal was upheld: the decision is undone"),
)
def appeal_upheld(event: Event) -> Notice | None:
    """Tell the member who was right."""
    return _tell_member(event) if event.payload["upheld"] else None


@notice("appeal.decided", name="appeal_rejected", category=DECISIONS, title=_("Your appeal was rejected. Read why"))
def appeal_rejected(event: Event) -> Notice | None:
    """Tell the member who was not, and lead to the answer."""
    return None if event.payload["upheld"] else _tell_member(event)


@notice(
    "appeal.decided",
    name="decision_appealed",
    category=DECISIONS,
    title=_("%(actor)s decided about an appeal against a decision of yours"),
)
def decision_appealed(event: Event) -> Notice | None:
    """Tell the moderator who made the decision, if a person made it."""
    appeal = Appeal.objects.select_related("record").filter(company_id=int(event.company), pk=event.payload["appeal"])
    found = appeal.first()
    if found is None or found.record.decided_by_id is None:
        return None
    return Notice(
        [found.record.decided_by_id],
        "company_admin:moderation_appeal_change",
        (found.pk,),
        actor=int(event.actor),
    )


def _tell_member(event: Event) -> Notice:
    return Notice([event.payload["member"]], "decisions:decision", (event.payload["decision"],))


def _open_appeal(event: Event) -> Appeal | None:
    rows = Appeal.objects.select_related("record").open()
    return rows.filter(company_id=int(event.company), pk=event.payload["appeal"]).first()
