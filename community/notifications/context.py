"""What the frame of every page knows of the inbox."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from community.notifications.local import is_at_this_machine
from community.notifications.queries import unread_counts


def unread(request: HttpRequest) -> dict[str, Any]:
    """Return `unread_count`, counted when a template first asks and for members only: one query or none.

    On the embedded stack `development_mail_url` leads somebody at this machine to the mails that were not really sent.
    """
    return {
        "unread_count": _unread_count_of(request),
        "development_mail_url": reverse("notifications:mail") if is_at_this_machine(request) else "",
    }


def _unread_count_of(request: HttpRequest) -> Callable[[], int]:
    # A function, because templates call functions: so pages without a badge, such as fragments, never ask.
    @cache
    def unread_count() -> int:
        member = getattr(getattr(request, "reader", None), "member", None)
        return unread_counts([member.pk]).get(member.pk, 0) if member else 0

    return unread_count
