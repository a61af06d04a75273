"""What reasons are called, and what somebody is told who begins to help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.personalization.feed.queries.newcomers import FEWEST, Cohort, Compared, Stayed

REASON_NAMES: Final = {
    "fresh": _("how new it is"),
    "waiting": _("that it still needs an answer"),
    "language": _("languages you answer in"),
    "topic": _("topics you know"),
    "similar": _("questions like those you answered"),
    "hour": _("what you answer at this hour"),
}

# One for each of the first five answers.
COACHING: Final = (
    _("Begin with what worked for you. You need not know everything."),
    _("Write one step per line, in the order in which to do them."),
    _("Say how the asker can tell that it worked."),
    _("If a detail is missing, ask for it, and say what you would try meanwhile."),
    _("Link to the page or answer that helped you, and say in a sentence what is in it."),
)


@dataclass(frozen=True)
class CohortSaid:
    """One line of the table: the week, how many on both sides, and for each day what is said of both."""

    week: date | None
    path: int
    held_out: int
    days: Sequence[tuple[str, str]]


def cohort_said(cohort: Cohort) -> CohortSaid:
    """Put a cohort in words. A share of fewer than 30 people is not said."""
    cells = [(_share_said(each.path), _share_said(each.held_out)) for each in cohort.days]
    return CohortSaid(cohort.week, cohort.path, cohort.held_out, cells)


def difference_said(compared: Compared) -> str:
    """Say by how many points more stayed on the path, and with what certainty."""
    facts: dict[str, object] = {"day": compared.day, "fewest": FEWEST}
    if compared.more is None or compared.low is None or compared.high is None:
        return gettext("Day %(day)s: fewer than %(fewest)s people on one side. Nothing can be said yet.") % facts
    facts |= {"more": _points(compared.more), "low": _points(compared.low), "high": _points(compared.high)}
    if compared.low > 0 or compared.high < 0:
        sentence = gettext("Day %(day)s: there is a difference of %(more)s points (%(low)s to %(high)s).")
    else:
        sentence = gettext("Day %(day)s: no difference was found. It is %(more)s points (%(low)s to %(high)s).")
    return sentence % facts


def _share_said(stayed: Stayed) -> str:
    if stayed.share is None or stayed.interval is None:
        return gettext("fewer than %(fewest)s") % {"fewest": FEWEST}
    share, low, high = (number_format(round(100 * each), 0) for each in (stayed.share, *stayed.interval))
    return gettext("%(share)s %% (%(low)s to %(high)s)") % {"share": share, "low": low, "high": high}


def _points(share: float) -> str:
    return f"{100 * share:+.1f}"
