"""Decisions in plain words. Stored are codes and numbers; the sentences are made whenever somebody reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rewards.earning.pricing import ACCEPTED, FIRST_ANSWER, HELPFUL_VOTE, MAKE_GOOD, REUSE

ACTS: Mapping[str, Any] = {
    ACCEPTED: gettext_lazy("Accepted answer"),
    FIRST_ANSWER: gettext_lazy("One of your first answers"),
    HELPFUL_VOTE: gettext_lazy("Helpful vote"),
    REUSE: gettext_lazy("Your answer solved it for somebody else too"),
    MAKE_GOOD: gettext_lazy("Making good a broken promise"),
}
REASONS: Mapping[str, Any] = {
    "price": gettext_lazy("The full price."),
    "pair_reduced": gettext_lazy(
        "Less than the full %(price)s points, because the same person has voted for you several times this week."
    ),
    "less_kept": gettext_lazy(
        "Less than the full %(price)s points, because you kept %(kept)s points of an earlier award for this."
    ),
    "over_cap": gettext_lazy("Above %(cap)s points in a month, %(rate)s percent counts."),
}
REFUSALS: Mapping[str, Any] = {
    "not_live": gettext_lazy("This happened elsewhere and was imported, so it earns no points."),
    "no_programme": gettext_lazy("No rewards were running here at that time."),
    "no_price_list": gettext_lazy("There was no price list at that time."),
    "stands_already": gettext_lazy("There is an award for this already."),
    "reviewed": gettext_lazy("A person reviewed this and decided against it, so it earns no points."),
    "own_question": gettext_lazy("The person who asked earns nothing on their own question."),
    "own_decision": gettext_lazy("Nobody earns by their own decision."),
    "staff": gettext_lazy("Staff and admins of the company earn no points."),
    "not_a_person": gettext_lazy("Only members who can sign in earn points."),
    "suspended": gettext_lazy("Suspended members earn no points."),
    "declined": gettext_lazy("You chose recognition without points."),
    "voter_new": gettext_lazy("The vote counts, but it came from somebody who joined less than three days ago."),
    "voter_unverified": gettext_lazy("It counts, but it came from somebody whose e-mail address is not confirmed."),
    "reused_lately": gettext_lazy("The same person has credited this answer within the last 90 days."),
    "pair_limit": gettext_lazy("The same person has voted for you very often, so this vote earns no points."),
    "enough_votes": gettext_lazy("An answer is paid for at most %(most)s helpful votes."),
    "enough_reuses": gettext_lazy("This answer has earned the most that re-use pays."),
    "not_newcomer": gettext_lazy("Only the first %(first)s answers of a helper earn this."),
    "moderators_choice": gettext_lazy("Answers that a moderator accepts earn no points here."),
    "no_price": gettext_lazy("The price list has no price for this."),
    "already_kept": gettext_lazy("You kept %(kept)s points of an earlier award for this, so it pays no more."),
    "over_cap": gettext_lazy(
        "You are above %(cap)s points this month, and %(rate)s percent of the price is less than a point."
    ),
    "pot_empty": gettext_lazy("This month's pot was used up, so this is recognition only."),
}
ENDINGS: Mapping[str, Any] = {
    "acceptance_withdrawn": gettext_lazy("The answer is no longer accepted."),
    "vote_withdrawn": gettext_lazy("The vote was taken back."),
    "hidden": gettext_lazy("A moderator hid it."),
    "not_substantive": gettext_lazy("It is no longer meant as an answer."),
    "asked_anyway": gettext_lazy("The same person asked the same question soon after, so it had not helped."),
    "review": gettext_lazy("A person reviewed it and decided against it."),
}
HOLDS: Mapping[str, Any] = {
    "review": gettext_lazy("A person looks at this before the points are yours. You need do nothing."),
}


def act_said(act: str) -> str:
    """Return what was done, in the reader's language."""
    return str(ACTS.get(act, act))


def reason_said(reason: str, params: Mapping[str, Any]) -> str:
    """Return why a deed earned what it earned."""
    return _filled(REASONS, reason, params)


def refusal_said(refusal: str, params: Mapping[str, Any]) -> str:
    """Return why a deed earned nothing."""
    return _filled(REFUSALS, refusal, params)


def ending_said(reason: str, params: Mapping[str, Any]) -> str:
    """Return why points were taken back."""
    return _filled(ENDINGS, reason, params)


def hold_said(reason: str, params: Mapping[str, Any]) -> str:
    """Return why points are held."""
    return _filled(HOLDS, reason, params)


def shortfall_said(shortfall: int) -> str:
    """Return how much could not be taken back, "" for nothing."""
    if not shortfall:
        return ""
    return ngettext(
        "%(count)d point had been spent and was not taken back.",
        "%(count)d points had been spent and were not taken back.",
        shortfall,
    ) % {"count": shortfall}


def _filled(sentences: Mapping[str, Any], code: str, params: Mapping[str, Any]) -> str:
    sentence = sentences.get(code)
    if sentence is None:
        return _("No reason is known.")
    said = {name: number_format(each, force_grouping=True) for name, each in params.items() if isinstance(each, int)}
    return str(sentence) % {**params, **said}
