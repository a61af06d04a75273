"""The audit log in plain words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "post.hidden": _("Hidden"),
    "post.restored": _("Shown again"),
    "post.edited": _("Edited"),
    "question.locked": _("Locked"),
    "question.unlocked": _("Unlocked"),
    "question.closed": _("Closed"),
    "question.reopened": _("Opened again"),
    "answer.accepted": _("Answer accepted"),
    "acceptance.withdrawn": _("Acceptance taken back"),
    "member.suspended": _("Suspended"),
    "member.reinstated": _("Suspension ended"),
    "member.role_changed": _("Role or mark changed"),
    "topic.created": _("Topic created"),
    "topic.changed": _("Topic changed"),
    "topic.deleted": _("Topic deleted"),
    "company.changed": _("Settings changed"),
    "appeal.upheld": _("Appeal upheld"),
    "appeal.rejected": _("Appeal rejected"),
}
TARGETS: dict[str, Any] = {
    "question": _("Question"),
    "answer": _("Answer"),
    "comment": _("Comment"),
    "member": _("Member"),
    "topic": _("Topic"),
    "company": _("Company"),
    "appeal": _("Appeal"),
}


def said(action: str) -> str:
    """Return what was done, in the reader's language."""
    return str(ACTIONS.get(action, action))


def said_of(target_kind: str, target_id: str) -> str:
    """Return what it was done to, such as "Question 42"."""
    return f"{TARGETS.get(target_kind, target_kind)} {target_id}".strip()


def facts(values: dict[str, Any]) -> str:
    """Return facts of an entry in one line."""
    return ", ".join(f"{name}: {_said(value)}" for name, value in values.items())


def _said(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    return "-" if value in (None, "") else str(value)
