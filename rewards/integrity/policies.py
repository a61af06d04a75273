"""Who may decide about points. Each check raises NotAllowed with the sentence that the person will read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.policies import check_may_moderate
from community.web.errors import NotAllowed
from rewards.integrity.models import RewardCase


def check_may_decide(moderator: Membership, case: RewardCase) -> None:
    """Raise NotAllowed unless a moderator of the company decides who neither earned the points nor gave them."""
    check_may_moderate(moderator)
    if moderator.company_id != case.company_id:
        raise NotAllowed(_("This belongs to another community."))
    if moderator.pk in {case.member_id, case.counterpart_id}:
        raise NotAllowed(_("This case is about you. Somebody else has to decide it."))
