"""What can be done in the company's admin: each act with its form, its words and its undoing. All go through actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.actions.roles import change_role
from accounts.actions.suspend import reinstate_member, suspend_member
from accounts.models import Membership
from community import clock
from community.moderation.actions.appeal import decide_appeal
from community.moderation.forms import LENGTHS, AnswerForm, ConfirmForm, HideForm, RoleForm, SuspendForm
from community.questions.actions.close import close_question, reopen_question
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.lock import set_locked
from community.questions.actions.topics import delete_topic, set_archived
from community.questions.forms import ReasonForm
from community.questions.models import Post, Question

Words = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that can be done to rows of one model.

    `perform` gets the member, the row and the cleaned words of the form. `already` says that a row is so.
    `done` holds %(count)d. `undo` names the act that takes it back. Acts that are not `batch` take one row at a time.
    `offered` says whether a row's own page offers it.
    """

    name: str
    label: Any
    done: Any
    perform: Callable[[Membership, Any, Words], object]
    already: Callable[[Any, Words], bool]
    form: type[forms.Form] = ConfirmForm
    undo: str = ""
    admins_only: bool = False
    batch: bool = True
    offered: Callable[[Any], bool] = lambda row: True


HIDE = Act(
    name="hide",
    label=_("Hide"),
    done=ngettext_lazy("%(count)d post was hidden.", "%(count)d posts were hidden.", "count"),
    perform=lambda member, row, words: hide_post(moderator=member, post=row.post, reason=words["reason"]),
    already=lambda row, words: row.post.visibility != Post.Visibility.VISIBLE,
    form=HideForm,
    undo="restore",
)
RESTORE = Act(
    name="restore",
    label=_("Show again"),
    done=ngettext_lazy("%(count)d post is shown again.", "%(count)d posts are shown again.", "count"),
    perform=lambda member, row, words: restore_post(moderator=member, post=row.post),
    already=lambda row, words: row.post.visibility != Post.Visibility.HIDDEN,
    undo="hide",
)
LOCK = Act(
    name="lock",
    label=_("Lock"),
    done=ngettext_lazy("%(count)d question was locked.", "%(count)d questions were locked.", "count"),
    perform=lambda member, row, words: set_locked(moderator=member, question=row, locked=True),
    already=lambda row, words: row.is_locked,
    undo="unlock",
)
UNLOCK = Act(
    name="unlock",
    label=_("Unlock"),
    done=ngettext_lazy("%(count)d question was unlocked.", "%(count)d questions were unlocked.", "count"),
    perform=lambda member, row, words: set_locked(moderator=member, question=row, locked=False),
    already=lambda row, words: not row.is_locked,
    undo="lock",
)
CLOSE = Act(
    name="close",
    label=_("Close"),
    done=ngettext_lazy("%(count)d question was closed.", "%(count)d questions were closed.", "count"),
    perform=lambda member, row, words: close_question(member=member, question=row, reason=words["reason"]),
    already=lambda row, words: row.state == Question.State.CLOSED,
    form=ReasonForm,
    undo="reopen",
)
REOPEN = Act(
    name="reopen",
    label=_("Open again"),
    done=ngettext_lazy("%(count)d question is open again.", "%(count)d questions are open again.", "count"),
    perform=lambda member, row, words: reopen_question(member=member, question=row),
    already=lambda row, words: row.is_open,
    undo="close",
)
SUSPEND = Act(
    name="suspend",
    label=_("Suspend"),
    done=ngettext_lazy("%(count)d member was suspended.", "%(count)d members were suspended.", "count"),
    perform=lambda member, row, words: suspend_member(
        moderator=member, member=row, for_time=LENGTHS[words["length"]], reason=words["reason"]
    ),
    already=lambda row, words: False,
    form=SuspendForm,
    undo="reinstate",
)
REINSTATE = Act(
    name="reinstate",
    label=_("End the suspension"),
    done=ngettext_lazy("%(count)d member can write again.", "%(count)d members can write again.", "count"),
    perform=lambda member, row, words: reinstate_member(moderator=member, member=row),
    already=lambda row, words: not row.is_suspended(clock.now()),
    undo="suspend",
)
ROLE = Act(
    name="role",
    label=_("Change role and mark"),
    done=ngettext_lazy(
        "The role and mark of %(count)d member are changed.",
        "The roles and marks of %(count)d members are changed.",
        "count",
    ),
    perform=lambda member, row, words: change_role(
        admin=member, member=row, role=words["role"], affiliation=words["affiliation"]
    ),
    already=lambda row, words: (row.role, row.affiliation) == (words["role"], words["affiliation"]),
    form=RoleForm,
    admins_only=True,
    batch=False,
)
ARCHIVE = Act(
    name="archive",
    label=_("Archive"),
    done=ngettext_lazy("%(count)d topic was archived.", "%(count)d topics were archived.", "count"),
    perform=lambda member, row, words: set_archived(admin=member, topic=row, archived=True),
    already=lambda row, words: row.is_archived,
    undo="unarchive",
    admins_only=True,
)
UNARCHIVE = Act(
    name="unarchive",
    label=_("Open for questions again"),
    done=ngettext_lazy("%(count)d topic is open again.", "%(count)d topics are open again.", "count"),
    perform=lambda member, row, words: set_archived(admin=member, topic=row, archived=False),
    already=lambda row, words: not row.is_archived,
    undo="archive",
    admins_only=True,
)
REMOVE = Act(
    name="remove",
    label=_("Delete"),
    done=ngettext_lazy("%(count)d topic was deleted.", "%(count)d topics were deleted.", "count"),
    perform=lambda member, row, words: delete_topic(admin=member, topic=row),
    already=lambda row, words: False,
    admins_only=True,
)
UPHOLD = Act(
    name="uphold",
    label=_("Uphold the appeal and undo the decision"),
    done=ngettext_lazy("%(count)d appeal was upheld.", "%(count)d appeals were upheld.", "count"),
    perform=lambda member, row, words: decide_appeal(moderator=member, appeal=row, upheld=True, answer=words["answer"]),
    already=lambda row, words: False,
    form=AnswerForm,
    batch=False,
    offered=lambda row: row.is_open,
)
REJECT = Act(
    name="reject",
    label=_("Reject the appeal"),
    done=ngettext_lazy("%(count)d appeal was rejected.", "%(count)d appeals were rejected.", "count"),
    perform=lambda member, row, words: decide_appeal(
        moderator=member, appeal=row, upheld=False, answer=words["answer"]
    ),
    already=lambda row, words: False,
    form=AnswerForm,
    batch=False,
    offered=lambda row: row.is_open,
)

POST_ACTS = (HIDE, RESTORE)
QUESTION_ACTS = (*POST_ACTS, LOCK, UNLOCK, CLOSE, REOPEN)
MEMBER_ACTS = (SUSPEND, REINSTATE, ROLE)
TOPIC_ACTS = (ARCHIVE, UNARCHIVE, REMOVE)
APPEAL_ACTS = (UPHOLD, REJECT)
