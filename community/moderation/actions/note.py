"""Writing down decisions that were made below: posts and members know nothing of records."""

from __future__ import annotations

from django.db import transaction

from accounts.models import Membership
from community.audit.models import AuditEntry
from community.events.models import Event
from community.moderation.actions.decide import end_decision, record_decision
from community.moderation.models import DecisionRecord
from community.questions.models import Post

Effect = DecisionRecord.Effect

_EFFECTS = {
    "post.hidden": Effect.POST_HIDDEN,
    "post.restored": Effect.POST_RESTORED,
    "member.suspended": Effect.MEMBER_SUSPENDED,
    "member.reinstated": Effect.MEMBER_REINSTATED,
    "member.trust_level_changed": Effect.LEVEL_LOWERED,
}
# By which rules that happens without a person. Suspending without one is refused by the database.
_RULES = {
    "post.hidden": "posts",
    "post.restored": "posts",
    "member.suspended": "members",
    "member.reinstated": "members",
    "member.trust_level_changed": "trust_levels",
}


@transaction.atomic
def note_post_decision(*, event: Event) -> None:
    """Record that a post was hidden or restored, for its author. What people do to their own posts is no decision.

    Nor is letting a post through that was held back before anybody saw it.
    """
    post = Post.objects.select_related("author").get(company_id=int(event.company), pk=event.payload["post"])
    earlier = DecisionRecord.objects.filter(company_id=post.company_id).on("post", post.pk)
    if event.type == "post.restored" and not earlier.exists():
        return
    facts = {"kind": event.payload["kind"], "question": event.payload["question"], "version": post.version}
    _note(event, post.author, ("post", post.pk), facts, audited=(str(post.kind), post.pk))


@transaction.atomic
def note_member_decision(*, event: Event) -> None:
    """Record that a member was suspended or reinstated."""
    member = Membership.objects.get(company_id=int(event.company), pk=event.payload["member"])
    facts = {"until": event.payload["until"]} if "until" in event.payload else {}
    _note(event, member, ("member", member.pk), facts, audited=("member", member.pk))


@transaction.atomic
def note_level_decision(*, event: Event) -> None:
    """Record that a trust level was lowered, by the rules or by a moderator; one that rises ends that.

    The member is told by whoever lowers levels.
    """
    member = Membership.objects.get(company_id=int(event.company), pk=event.payload["member"])
    before, level, target = event.payload["before"], event.payload["level"], ("trust_level", member.pk)
    if level < before:
        _note(event, member, target, {"before": before, "level": level}, audited=("member", member.pk), tell=False)
    else:
        end_decision(company_id=member.company_id, effect=Effect.LEVEL_LOWERED, target=target)


def _note(
    event: Event,
    member: Membership,
    target: tuple[str, object],
    facts: dict[str, object],
    *,
    audited: tuple[str, object],
    tell: bool = True,
) -> None:
    """Record the decision that an event tells of, unless the member made it. Without an actor a rule decided."""
    if not event.is_live or event.actor == member.key:
        return
    decider = Membership.objects.get(company_id=int(event.company), pk=int(event.actor)) if event.actor else None
    reason = _reason_given(event, *audited) if decider else ""
    record_decision(
        member=member,
        effect=_EFFECTS[event.type],
        target=target,
        rule="moderation" if decider else _RULES[event.type],
        inputs=facts,
        decided_by=decider,
        reason=reason,
        reason_code="" if reason else _reason_code(event, decider),
        source=f"event:{event.pk}",
        tell=tell,
    )


def _reason_given(event: Event, kind: str, number: object) -> str:
    """Return what the moderator wrote: the audit log keeps it, written right behind the event in one transaction."""
    entries = AuditEntry.objects.of(event.company).about(kind, number).filter(action=event.type)
    found = entries.filter(created_at__gte=event.occurred_at).order_by("pk").first()
    return found.reason if found else ""


def _reason_code(event: Event, decider: Membership | None) -> str:
    """Return the code of the words for a decision without a reason; those of posts that a rule hid name no moderator."""
    by_rule = decider is None and event.type.startswith("post.")
    return f"moderation.{event.type}{'.by_rule' if by_rule else ''}"
