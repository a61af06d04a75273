"""Whom decisions and appeals concern."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from community.events.models import Event
from community.moderation.models import Appeal, DecisionRecord
from community.moderation.queries import admins_of, who_may_decide
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
    """Tell the moderators who may decide."""
    return _tell_deciders(event)


@notice("appeal.late", name="appeal_late", category=DECISIONS, title=_("An appeal waits for longer than was promised"))
def appeal_late(event: Event) -> Notice | None:
    """Tell the moderators who may decide that they are late."""
    return _tell_deciders(event)


@notice(
    "appeal.made",
    "appeal.late",
    name="appeal_without_decider",
    category=DECISIONS,
    title=_("An appeal waits, and nobody here may decide about it. Make somebody who took no part a moderator"),
)
def appeal_without_decider(event: Event) -> Notice | None:
    """Tell the admins where everybody who moderates took part in the decision."""
    appeal = _open_appeal(event)
    if appeal is None or who_may_decide(appeal):
        return None
    return Notice(admins_of(appeal.company_id), "company_admin:index")


@notice(
    "appeal.withdrawn",
    name="appeal_withdrawn",
    category=DECISIONS,
    title=_("Your appeal needs no answer any more: what it was about is gone"),
)
def appeal_withdrawn(event: Event) -> Notice | None:
    """Tell the member that nothing is left to decide."""
    return _tell_member(event)


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


def _tell_deciders(event: Event) -> Notice | None:
    appeal = _open_appeal(event)
    if appeal is None:
        return None
    return Notice(who_may_decide(appeal), "company_admin:moderation_appeal_change", (appeal.pk,))


def _open_appeal(event: Event) -> Appeal | None:
    rows = Appeal.objects.select_related("record").open()
    return rows.filter(company_id=int(event.company), pk=event.payload["appeal"]).first()
