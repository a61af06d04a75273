"""Reading notifications and preferences."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Membership
from community.notifications.models import MailPreference, Notification
from community.notifications.models.notification import NotificationQuerySet
from community.web.registries.notices import Category, categories


def inbox_of(member: Membership) -> NotificationQuerySet:
    """Return what the member was told, unread first, then newest first, with all that a row shows."""
    is_read = ExpressionWrapper(Q(read_at__isnull=False), output_field=BooleanField())
    return (
        Notification.objects.to(member)
        .select_related("actor", "question__post")
        .defer("question__post__markdown", "question__post__html")
        .order_by(is_read, "-id")
    )


def by_question(notifications: Iterable[Notification]) -> list[Notification]:
    """Return the notifications with those about one question side by side, where the first of them stands."""
    groups: dict[int | None, list[Notification]] = {}
    for each in notifications:
        groups.setdefault(each.question_id or -each.pk, []).append(each)
    return [each for group in groups.values() for each in group]


def notification_or_404(member: Membership, pk: int) -> Notification:
    """Return one of the member's own notifications. Raises Http404 for any other."""
    found = Notification.objects.to(member).filter(pk=pk).first()
    if found is None:
        raise Http404(_("There is no such page in this community."))
    return found


def unread_counts(members: Collection[int]) -> dict[int, int]:
    """Return how many unread notifications each of the members has; those without any are missing. One query."""
    rows = Notification.objects.unread().filter(recipient__in=members).values("recipient").annotate(count=Count("pk"))
    return {row["recipient"]: row["count"] for row in rows.order_by()}


def mail_choices(members: Collection[int]) -> dict[tuple[int, str], bool]:
    """Return what the members chose, by member and category; where nothing was chosen there is no entry. One query."""
    rows = MailPreference.objects.filter(member__in=members).values_list("member", "category", "wanted")
    return {(member, category): wanted for member, category, wanted in rows}


def mail_switches(member: Membership) -> list[tuple[Category, bool]]:
    """Return every category with whether the member gets it by mail."""
    chosen = mail_choices([member.pk])
    return [(each, chosen.get((member.pk, each.name), each.mailed)) for each in categories()]
