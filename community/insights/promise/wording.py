"""Promises in plain words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.insights.promise.models import Promise
from community.insights.promise.models.promise import Clause

_HOUR = 60
_DAY = 24 * _HOUR


def span(length: timedelta) -> str:
    """Return a length of time in the largest unit of which it is a whole number: "30 minutes", "24 hours", "3 days"."""
    minutes = int(length.total_seconds() // 60)
    if minutes % _DAY == 0 and minutes > _DAY:
        return ngettext("%(count)d day", "%(count)d days", minutes // _DAY) % {"count": minutes // _DAY}
    if minutes % _HOUR == 0:
        return ngettext("%(count)d hour", "%(count)d hours", minutes // _HOUR) % {"count": minutes // _HOUR}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def clause_said(clause: str, within: timedelta, share: int) -> str:
    """Return one clause as a sentence."""
    if clause == Clause.FIRST_ANSWER:
        sentence = _("We promise a first answer within %(time)s for %(share)d %% of questions.")
    else:
        sentence = _("We promise a solution within %(time)s for %(share)d %% of questions.")
    return sentence % {"time": span(within), "share": share}


def sentences(promise: Promise) -> list[str]:
    """Return what a version says, a sentence for each clause."""
    if promise.withdrawn:
        return [_("Nothing is promised.")]
    return [clause_said(clause, within, share) for clause, (within, share) in promise.clauses.items()]


def percent(share: float | None) -> str:
    """Return a share in whole percent, "" where there is none: too few to tell."""
    return "" if share is None else f"{100 * share:.0f} %"


def standing(version: Promise, ends: datetime | None, now: datetime) -> str:
    """Return whether a version is in force, was, or will be; `ends` is when the next one begins, None without one."""
    if version.valid_from > now:
        return _("not yet in force")
    return _("in force") if ends is None or ends > now else _("no longer in force")
