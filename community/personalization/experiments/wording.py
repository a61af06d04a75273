"""Experiments in plain words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from community.personalization.experiments.models import Experiment, Look
from community.personalization.experiments.queries.verdict import LEAST


def points(share: float) -> str:
    """Return a difference of shares in percentage points with its sign, such as "+4.1"."""
    return f"{100 * share:+.1f}"


def arms_said(experiment: Experiment) -> str:
    """Return the arms with their shares, such as "three at once (50 %), five at once (50 %)"."""
    pairs = zip(experiment.variants, experiment.shares, strict=True)
    return ", ".join(f"{experiment.what.label_of(variant)} ({share} %)" for variant, share in pairs)


def standing(experiment: Experiment) -> str:
    """Return whether it runs, and why it ended."""
    if experiment.started_at is None:
        return _("not started")
    return _("running") if experiment.is_running else _("ended: %(why)s") % {"why": experiment.get_stop_display()}


def result(experiment: Experiment, look: Look) -> str:
    """Return what the newest look at an arm says against the usual way, with how sure that is."""
    if experiment.stop == Experiment.Stop.SIZES:
        return _("This shows nothing: the arms did not have their planned sizes, so something went wrong.")
    if look.difference is None or look.low is None or look.high is None:
        return _("Too few to say anything yet: each way needs at least %(least)d whose time is over.") % {
            "least": LEAST
        }
    if look.low > 0:
        sentence = _("More than with the usual way: %(points)s percentage points (between %(low)s and %(high)s).")
    elif look.high < 0:
        sentence = _("Less than with the usual way: %(points)s percentage points (between %(low)s and %(high)s).")
    else:
        sentence = _("No difference was found: %(points)s percentage points (between %(low)s and %(high)s).")
    return sentence % {"points": points(look.difference), "low": points(look.low), "high": points(look.high)}
