"""Who may see what the clocks say. Each check raises NotAllowed with the sentence that the person will read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import check_not_suspended
from community.web.errors import NotAllowed


def check_may_read_speed(member: Membership | None) -> Membership:
    """Return the moderator. Raises NotAllowed for everybody else: rows name people and show hidden questions."""
    if member is None or not member.is_moderator:
        raise NotAllowed(_("Only moderators of this community can open these pages."))
    check_not_suspended(member)
    return member
