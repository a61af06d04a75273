"""A member decides about the list made for them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from community.personalization.feed.models import REASONS, FeedChoice
from community.questions.models import Topic
from community.web.errors import NotAllowed


@transaction.atomic
def switch_reason(*, member: Membership, reason: str, on: bool) -> FeedChoice:
    """Let a reason count in the member's list, or count no more. Records nothing. Raises NotAllowed for what is none."""
    if reason not in REASONS:
        raise NotAllowed(_("Choose one of the reasons that are offered."))
    choice = _locked(member)
    choice.off = [each for each in REASONS if (each in choice.off and each != reason) or (each == reason and not on)]
    choice.save(update_fields=["off"])
    return choice


@transaction.atomic
def choose_scope(*, member: Membership, languages: Sequence[str], topics: Sequence[int]) -> FeedChoice:
    """Keep which languages the member wants to see and which topics they like; others than the company's are left out.

    Records nothing.
    """
    choice = _locked(member)
    choice.languages = [each for each in member.company.languages if each in languages]
    known = Topic.objects.filter(company=member.company_id, pk__in=list(topics), is_archived=False)
    choice.topics = sorted(known.values_list("pk", flat=True))
    choice.save(update_fields=["languages", "topics"])
    return choice


def forget_choices(membership_id: int) -> None:
    """Delete what the member decided about their list; part of the caller's erasure."""
    FeedChoice.objects.filter(member=membership_id).delete()


def _locked(member: Membership) -> FeedChoice:
    """Return the member's row, made when there was none; two clicks at once follow each other."""
    FeedChoice.objects.get_or_create(member=member, defaults={"company_id": member.company_id})
    return FeedChoice.objects.select_for_update().get(member=member)
