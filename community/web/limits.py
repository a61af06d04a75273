"""What may be done how often: the defaults, one row for each action, with the sentence that a refused person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_SECONDS_10 = timedelta(seconds=10)
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """At most `passes` in any stretch of `period`; `said` tells the person that they have used them up.

    `said` holds %(count)d where the number of passes belongs.
    """

    passes: int
    period: timedelta
    said: Any


@dataclass(frozen=True)
class Limit:
    """The windows of one action; all must let a call through. `again` holds %(wait)s and tells when to try next.

    Limits with the same `counted_as` share their counts, so that a member who becomes trusted keeps what they used.
    Without Redis a limit counts in PostgreSQL; with `needs_redis` it lets everything through instead, because a write
    for each page that is read would hurt more than the reading.
    """

    windows: tuple[Window, ...]
    again: Any
    counted_as: str = ""
    needs_redis: bool = False


_TRY_AGAIN = _("You can try again in %(wait)s.")
_TOO_FAST = _("You are going too fast.")


def _requests(*windows: tuple[int, timedelta]) -> Limit:
    said = _("Too many pages were requested from your connection.")
    return Limit(tuple(Window(*each, said) for each in windows), _TRY_AGAIN, needs_redis=True)


def _asked(a_day: int) -> Limit:
    said = ngettext_lazy(
        "You have asked %(count)d question today.", "You have asked %(count)d questions today.", "count"
    )
    return Limit((Window(a_day, _DAY, said),), _("You can ask again in %(wait)s."), counted_as="ask")


def _posted() -> Limit:
    just_now = ngettext_lazy(
        "You have posted %(count)d answer or comment within a minute.",
        "You have posted %(count)d answers and comments within a minute.",
        "count",
    )
    today = ngettext_lazy(
        "You have posted %(count)d answer or comment today.",
        "You have posted %(count)d answers and comments today.",
        "count",
    )
    windows = (Window(4, _MINUTE, just_now), Window(100, _DAY, today))
    return Limit(windows, _("You can post again in %(wait)s."), counted_as="post")


def _voted(a_day: int) -> Limit:
    today = ngettext_lazy("You have voted %(count)d time today.", "You have voted %(count)d times today.", "count")
    # Five a minute with a burst of ten: in two minutes ten, in whatever rhythm.
    windows = (Window(10, 2 * _MINUTE, _TOO_FAST), Window(a_day, _DAY, today))
    return Limit(windows, _("You can vote again in %(wait)s."), counted_as="vote")


def _tried(passes: int, period: timedelta, said: Any, counted_as: str = "") -> Limit:
    return Limit((Window(passes, period, said),), _TRY_AGAIN, counted_as=counted_as)


_MANY_SIGN_INS = _("There were too many attempts to sign in.")
_MANY_CODES = _("Too many codes were asked for.")
_MANY_SEARCHES = _("You have searched very often within a minute.")

LIMITS: Mapping[str, Limit] = {
    "request_anonymous": _requests((50, _SECONDS_10), (200, _MINUTE)),
    "request_member": _requests((600, _MINUTE)),
    "login": _tried(30, _MINUTE, _MANY_SIGN_INS),
    "login_failed_address": _tried(10, _MINUTE, _MANY_SIGN_INS),
    "login_failed_account": _tried(5, 5 * _MINUTE, _("There were too many attempts to sign in to this account.")),
    "sign_up": _tried(20, _HOUR, _("Too many accounts were made from your connection.")),
    "code": _tried(20, _HOUR, _MANY_CODES),
    "code_to_email": _tried(3, _MINUTE, _("Too many codes were asked for this e-mail address.")),
    "password_reset": _tried(20, _HOUR, _("Too many new passwords were asked for.")),
    "password_reset_to_email": _tried(5, _HOUR, _("Too many new passwords were asked for this e-mail address.")),
    "setup_code": _tried(5, 15 * _MINUTE, _("Too many setup codes were tried.")),
    "join": _tried(10, _HOUR, _("You have joined very many communities within an hour.")),
    "ask": _asked(5),
    "ask_trusted": _asked(20),
    "answer": _posted(),
    "comment": _posted(),
    "vote": _voted(50),
    "vote_trusted": _voted(200),
    "edit": _tried(
        20,
        _HOUR,
        ngettext_lazy(
            "You have made %(count)d change within an hour.", "You have made %(count)d changes within an hour.", "count"
        ),
    ),
    "payout": _tried(
        3,
        _DAY,
        ngettext_lazy(
            "You have asked for %(count)d payout today.", "You have asked for %(count)d payouts today.", "count"
        ),
    ),
    "payout_details": _tried(
        5,
        _DAY,
        ngettext_lazy(
            "You have changed your payout details %(count)d time today.",
            "You have changed your payout details %(count)d times today.",
            "count",
        ),
    ),
    "flag": _tried(
        20,
        _DAY,
        ngettext_lazy("You have reported %(count)d post today.", "You have reported %(count)d posts today.", "count"),
    ),
    "appeal": _tried(
        10,
        _DAY,
        ngettext_lazy("You have appealed %(count)d time today.", "You have appealed %(count)d times today.", "count"),
    ),
    "search_anonymous": _tried(30, _MINUTE, _MANY_SEARCHES, counted_as="search"),
    "search_member": _tried(60, _MINUTE, _MANY_SEARCHES, counted_as="search"),
    # Typing makes about one request a second at most.
    "suggest": _tried(60, _MINUTE, _TOO_FAST),
    "preview": _tried(60, _MINUTE, _TOO_FAST),
}
