"""What is written down when moderators act on posts and members."""

from __future__ import annotations

from community.events.followers import follow
from community.events.models import Event
from community.moderation.actions.note import note_level_decision, note_member_decision, note_post_decision


@follow("post.hidden", "post.restored", name="moderation.post_decisions")
def decide_about_post(event: Event) -> None:
    """Record the decision about the post's author."""
    note_post_decision(event=event)


@follow("member.suspended", "member.reinstated", name="moderation.member_decisions")
def decide_about_member(event: Event) -> None:
    """Record the decision about the member."""
    note_member_decision(event=event)


@follow("member.trust_level_changed", name="moderation.level_decisions")
def decide_about_level(event: Event) -> None:
    """Record that a member can do less."""
    note_level_decision(event=event)
