"""The inbox."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.notifications.actions.read import mark_all_read, mark_read
from community.notifications.queries import by_question, inbox_of, notification_or_404
from community.questions.views.common import for_members
from community.web.pagination import paginate

ROWS = 25


@require_safe
@never_cache
@for_members()
def inbox(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Show what the member was told, unread first, what belongs to one question side by side."""
    page = paginate(inbox_of(member), request, ROWS)
    return render(request, "notifications/inbox.html", {"notices": by_question(page.items), "page": page})


@require_safe
@never_cache
@for_members()
def open_notification(request: CompanyRequest, member: Membership, pk: int) -> HttpResponse:
    """Mark the member's notification as read and go to where it happened."""
    notification = notification_or_404(member, pk)
    mark_read(notification=notification)
    address = reverse(notification.url_name, args=notification.url_args or None, kwargs=notification.url_kwargs or None)
    return redirect(f"{address}#{notification.anchor}" if notification.anchor else address)


@require_POST
@for_members(back_to="notifications:inbox")
def mark_all(request: CompanyRequest, member: Membership) -> HttpResponse:
    """Mark everything as read."""
    mark_all_read(member=member)
    return redirect("notifications:inbox")
