"""What other people's judgement is worth, in points of reputation. Reputation is no money and buys nothing.

The numbers are those that question and answer sites have used for many years: an accepted answer counts for more than a
vote, a vote against costs little, and thanking a helper by accepting is worth something too. Nobody gains anything from
judging themselves.

Never change a version that has been in force: what was credited by it stays as it was. Add a version with the moment
from which it holds; `manage.py rebuild_reputation` then still gives the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """Why somebody's reputation changed."""

    HELPFUL_VOTE = "helpful_vote", _("Somebody found your answer helpful")
    UNHELPFUL_VOTE = "unhelpful_vote", _("Somebody found your answer not helpful")
    ANSWER_ACCEPTED = "answer_accepted", _("Your answer was accepted")
    ACCEPTED_AN_ANSWER = "accepted_an_answer", _("You accepted an answer")


# What people did for others: these count on the boards of helpers.
FOR_ANSWERS: Final = (Cause.HELPFUL_VOTE, Cause.UNHELPFUL_VOTE, Cause.ANSWER_ACCEPTED)
# No day's limit holds these down: every one of them is a problem that somebody no longer has.
WITHOUT_LIMIT: Final = (Cause.ANSWER_ACCEPTED, Cause.ACCEPTED_AN_ANSWER)


@dataclass(frozen=True)
class Rules:
    """One version of the rules, in points. `day_limit` is what votes add to one member's reputation in a day at most.

    A day is one of UTC, whatever the company's zone: the numbers must not change when a company moves.
    """

    version: int
    since: datetime
    helpful_vote: int
    unhelpful_vote: int
    answer_accepted: int
    accepted_an_answer: int
    day_limit: int

    def worth(self, cause: Cause) -> int:
        """Return the points of the cause."""
        points: int = getattr(self, cause.value)
        return points


VERSIONS: Final = (
    Rules(
        version=1,
        since=datetime(1970, 1, 1, tzinfo=UTC),
        helpful_vote=10,
        unhelpful_vote=-2,
        answer_accepted=15,
        accepted_an_answer=2,
        day_limit=200,
    ),
)


def rules_at(moment: datetime) -> Rules:
    """Return the rules that were in force when something happened."""
    return next((rules for rules in reversed(VERSIONS) if rules.since <= moment), VERSIONS[0])


def rules_on(day: date) -> Rules:
    """Return the rules whose limit holds for a day: those with which it began."""
    return rules_at(datetime.combine(day, time.min, tzinfo=UTC))


def current_rules() -> Rules:
    """Return the newest rules, for pages that explain them."""
    return VERSIONS[-1]
