"""What admins can do about awards, in the company's admin."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.moderation.acts import Act
from community.text.fields import CleanTextField
from rewards.badges.actions.hand import restore_award, revoke_award


class RevokeForm(forms.Form):
    """Saying why a badge is taken back."""

    reason = CleanTextField(
        label=_("Reason"),
        min_length=3,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The member reads this and can appeal."),
    )


REVOKE = Act(
    name="revoke",
    label=_("Take the badge back"),
    done=ngettext_lazy("%(count)d badge was taken back.", "%(count)d badges were taken back.", "count"),
    perform=lambda member, row, words: revoke_award(admin=member, award=row, reason=words["reason"]),
    already=lambda row, words: row.revoked_at is not None,
    form=RevokeForm,
    undo="restore",
    admins_only=True,
)
RESTORE = Act(
    name="restore",
    label=_("Give the badge back"),
    done=ngettext_lazy("%(count)d badge was given back.", "%(count)d badges were given back.", "count"),
    perform=lambda member, row, words: restore_award(admin=member, award=row),
    already=lambda row, words: row.revoked_at is None,
    admins_only=True,
)

AWARD_ACTS = (REVOKE, RESTORE)
