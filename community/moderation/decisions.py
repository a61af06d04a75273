"""How moderators' decisions about posts and members are said, found and taken back."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.suspend import reinstate_member
from accounts.models import Membership
from community.moderation.models import DecisionRecord
from community.moderation.registry import Fact, Place, finds, teach, undoes
from community.questions.actions.hide import restore_post
from community.questions.models import Post

teach(
    rules={
        "moderation": gettext_lazy("The rules of this community, applied by a moderator"),
        "posts": gettext_lazy("The rules of this community for what is written here"),
        "members": gettext_lazy("The rules of this community for members"),
        "trust_levels": gettext_lazy("The rules for trust levels"),
    },
    reasons={
        "moderation.post.hidden": gettext_lazy("A moderator hid it without a reason."),
        "moderation.post.restored": gettext_lazy("A moderator looked at it again."),
        "moderation.post.hidden.by_rule": gettext_lazy("A rule hid it. No person has looked at it yet."),
        "moderation.post.restored.by_rule": gettext_lazy("The reason for hiding it is gone."),
        "moderation.member.suspended": gettext_lazy("A moderator decided so without a reason."),
        "moderation.member.reinstated": gettext_lazy("A moderator ended the time early."),
        "moderation.member.trust_level_changed": gettext_lazy(
            "Much less is left of what the level asks for than when you reached it. Your page says what is missing."
        ),
    },
    facts={
        "kind": Fact(gettext_lazy("What it is about"), dict(Post.Kind.choices)),
        "version": Fact(gettext_lazy("Version of the text")),
        "before": Fact(gettext_lazy("Trust level before")),
        "level": Fact(gettext_lazy("Trust level now")),
        "until": Fact(gettext_lazy("Until"), is_moment=True),
    },
)


@undoes(DecisionRecord.Effect.POST_HIDDEN)
def show_again(record: DecisionRecord, moderator: Membership, answer: str) -> None:
    """Show the post again; nothing when it is shown, or was removed since."""
    post = Post.objects.filter(company_id=record.company_id, pk=int(record.target_id)).first()
    if post is not None:
        restore_post(moderator=moderator, post=post)


@undoes(DecisionRecord.Effect.MEMBER_SUSPENDED)
def let_write(record: DecisionRecord, moderator: Membership, answer: str) -> None:
    """End the suspension; nothing when it is over, or when a later one, with reasons of its own, took its place."""
    if record.carried_on_by() is None:
        reinstate_member(moderator=moderator, member=Membership.objects.get(pk=record.member_id))


@finds("post")
def find_post(record: DecisionRecord) -> Place:
    """Lead to the post on its question's page."""
    kind, question = record.inputs.get("kind", ""), record.inputs.get("question")
    label = {"question": _("Your question"), "answer": _("Your answer"), "comment": _("Your comment")}.get(kind, "")
    anchor = "" if kind == Post.Kind.QUESTION else f"{kind}-{record.target_id}"
    return Place(label, "questions:question" if question else "", (question,) if question else (), anchor)


@finds("member", "trust_level")
def find_member(record: DecisionRecord) -> Place:
    """Lead to the member's own page."""
    return Place(_("Your membership"), "questions:member", (int(record.target_id),))
