"""What every figure means: the dictionary that pages show and stored values refer to.

A definition's version goes up when its rules change: then values that were stored under another version are never
mistaken for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# The version of the rules by which clocks are made from events (clocks.fold, clocks.thread).
CLOCK_VERSION: Final = 1


@dataclass(frozen=True)
class Definition:
    """One metric. `rule` says what it means, `formula` how it is computed, in words.

    `event_field` names the moment of the clock that ends the waiting.
    """

    id: str
    version: int
    name: Any
    rule: Any
    event_field: str = ""
    formula: Any = ""


_CURVE: Final = _(
    "Kaplan and Meier: at every moment at which it happened, the share that still waits is multiplied by one minus those "
    "to whom it happened over those who were still watched. Open questions count until now, closed ones until they were "
    "closed. The median is the first moment at which half no longer wait."
)

FIRST_RESPONSE: Final = Definition(
    "first_response",
    1,
    _("Time to the first response"),
    _("From asking until somebody other than the asker, and no bot, wrote anything at all."),
    "first_response_at",
    _CURVE,
)
FIRST_ANSWER: Final = Definition(
    "first_answer",
    1,
    _("Time to the first answer"),
    _(
        "From asking until the first substantive answer: by somebody other than the asker, no bot, meant as an answer, "
        "visible, with at least 20 characters."
    ),
    "first_answer_at",
    _CURVE,
)
RESOLUTION: Final = Definition(
    "resolution",
    1,
    _("Time to the solution"),
    _(
        "From asking until an answer was accepted, by the asker or by a moderator. Imported solutions whose time is not "
        "known are left out."
    ),
    "resolved_at",
    _CURVE,
)

MEASURES: Final = {each.id: each for each in (FIRST_RESPONSE, FIRST_ANSWER, RESOLUTION)}


_SHARE: Final = _(
    "The ones that did over all that are old enough. The interval is Wilson's, at 95 %: the true share lies in it in 95 of "
    "100 such samples."
)


def _counted(id: str, name: Any, rule: Any, formula: Any, event_field: str = "") -> Definition:
    return Definition(id, 1, name, rule, event_field, formula)


QUESTIONS: Final = _counted(
    "questions",
    _("Questions asked"),
    _(
        "Questions asked in the period, by the day of asking in the company's time zone, whatever happened to them later."
    ),
    _("A count of first episodes. A question that was reopened counts once."),
)
RESPONSE_RATE: Final = _counted(
    "response_rate",
    _("Share with a response in time"),
    _("Of the questions that are at least so old: how many had a first response within that time."),
    _SHARE,
    FIRST_RESPONSE.event_field,
)
ANSWER_RATE: Final = _counted(
    "answer_rate",
    _("Share answered in time"),
    _("Of the questions that are at least so old: how many had a first answer within that time."),
    _SHARE,
    FIRST_ANSWER.event_field,
)
RESOLUTION_RATE: Final = _counted(
    "resolution_rate",
    _("Share solved in time"),
    _("Of the questions that are at least so old: how many were solved within that time, whoever accepted the answer."),
    _SHARE,
    RESOLUTION.event_field,
)
CONFIRMED_RATE: Final = _counted(
    "confirmed_rate",
    _("Share solved in time, as the asker says"),
    _("Of the questions that are at least so old: how many askers accepted an answer within that time."),
    _SHARE,
    RESOLUTION.event_field,
)
RESOLUTION_NET: Final = _counted(
    "resolution_net",
    _("Time to the solution, without waiting for the asker"),
    _("As the time to the solution, without the time for which helpers waited for more details from the asker."),
    _CURVE,
    RESOLUTION.event_field,
)
CONFIRMED: Final = _counted(
    "confirmed",
    _("Time to the solution, as the asker says"),
    _("From asking until the asker accepted an answer. When a moderator accepted one, the asker's word is not known."),
    _CURVE,
    RESOLUTION.event_field,
)
ENDINGS: Final = _counted(
    "endings",
    _("How questions end"),
    _("The share of questions that were solved, closed or handed to staff by a time, whichever came first."),
    _(
        "Aalen and Johansen: at every ending, the share that was still open just before, times those who ended so over "
        "those who were still watched, added up. An ending is not taken for an open question."
    ),
    RESOLUTION.event_field,
)
RESTRICTED_MEAN: Final = _counted(
    "restricted_mean",
    _("Mean wait within 72 hours"),
    _("How long a question waits for its first answer on average, when no wait is counted beyond 72 hours."),
    _("The area under the curve of those who still wait, from asking to 72 hours. Open questions are in it."),
    FIRST_ANSWER.event_field,
)
UNANSWERED: Final = _counted(
    "unanswered",
    _("Unanswered now"),
    _("Open questions without a first answer, whenever they were asked: those from before the period wait too."),
    _("A count, and the same by how long they wait: up to 1 h, 4 h, 1, 3, 7, 30 days, and longer."),
)
STALE: Final = _counted(
    "stale",
    _("Waiting for more than a day"),
    _("Those of the unanswered that wait for more than 24 hours."),
    _("A count."),
)
PEER_SHARE: Final = _counted(
    "peer_share",
    _("Solved by members"),
    _("Of the solved questions: how many were solved by an answer of somebody who is neither staff nor a service."),
    _SHARE,
)
ONE_TOUCH: Final = _counted(
    "one_touch",
    _("Solved by one answer"),
    _("Of those solved at least 7 days ago: how many had exactly one answer and were not reopened within 7 days."),
    _SHARE,
)
REPLIES: Final = _counted(
    "replies_to_resolution",
    _("Replies until the solution"),
    _("Answers, and comments of the asker, before the question was solved."),
    _("The median over solved questions."),
)
ACCEPTANCE_LAG: Final = _counted(
    "acceptance_lag",
    _("From the answer to its acceptance"),
    _("How long the solution stood there until it was accepted. It is the asker who takes this time, not the helper."),
    _("The median and the time within which 80 of 100 were accepted, over questions solved at a known time."),
)
REOPEN_RATE: Final = _counted(
    "reopen_rate",
    _("Reopened"),
    _("Of those solved at least 30 days ago: how many were reopened within 30 days."),
    _SHARE,
)
ESCALATION_RATE: Final = _counted(
    "escalation_rate",
    _("Handed to staff within 24 hours"),
    _("The share of questions that were handed to staff within 24 hours before anything else ended them."),
    _("Aalen and Johansen, see how questions end."),
    RESOLUTION.event_field,
)
CONCENTRATION: Final = _counted(
    "concentration",
    _("How evenly solutions are spread"),
    _(
        "The Gini coefficient of solutions per helper, and the share of the top 1 % and 10 % of helpers (one at least). "
        "Only members with a solution in the period are counted: zeros are not included."
    ),
    _(
        "G = 2 times the sum of rank times solutions, over the number of helpers times all solutions, minus (number of "
        "helpers + 1) over the number of helpers; ranks ascend. 0 is even, near 1 is one person."
    ),
)
BUS_FACTOR: Final = _counted(
    "bus_factor",
    _("Bus factor"),
    _(
        "How few helpers have to leave until the median time to the first answer grows by more than half, or the share "
        "answered within 24 hours falls by more than ten points."
    ),
    _(
        "Their answers are struck out and everything is computed again from those that are left: each helper alone, then "
        "one after another, always who is first most often."
    ),
)
ACTIVE_HELPERS: Final = _counted(
    "active_helpers",
    _("Active helpers"),
    _("Members with at least one answer to others in the 28 days up to the end of the period."),
    _("A count of members."),
)
CORE_HELPERS: Final = _counted(
    "core_helpers",
    _("Core helpers"),
    _("Members with at least ten answers to others in the 30 days up to the end of the period."),
    _("A count of members."),
)
ACTIVATION: Final = _counted(
    "activation",
    _("Newcomers who go on"),
    _(
        "Of those whose first answer fell into the period, at least 14 days ago: how many wrote a second within 14 days."
    ),
    _SHARE,
)
RETENTION: Final = _counted(
    "retention",
    _("How long helpers stay"),
    _("From a helper's first answer until 60 days without an answer are over; who is still active counts as staying."),
    _CURVE,
)
WHO_ANSWERS: Final = _counted(
    "who_answers",
    _("Who answers"),
    _("Of the answered questions: whether the first answer came from a member, from staff or from a service."),
    _SHARE,
)
HOUR_OF_WEEK: Final = _counted(
    "hour_of_week",
    _("Answered within an hour, by when it was asked"),
    _("The share answered within an hour by weekday and hour of asking, in the company's time zone."),
    _("As the share answered in time; a cell with fewer than 30 questions shows no figure."),
    FIRST_ANSWER.event_field,
)
BACKLOG_AGE: Final = _counted(
    "backlog_age",
    _("Unanswered questions by topic and age"),
    _("The unanswered questions of now by topic and by how long they wait."),
    _("A count for each topic and age."),
)
PROMISE_KEPT: Final = _counted(
    "promise_kept",
    _("Promise kept"),
    _(
        "Of the questions of the period whose promise is settled: how many were answered or solved in the time promised."
    ),
    _("Kept over kept and broken. An open question past its deadline is broken now; excluded ones are in neither."),
)
CALIBRATION: Final = _counted(
    "calibration",
    _("Answered within the time we expected"),
    _(
        "Of the questions whose asker was told an expected time: how many had an answer within the 80 % time they were told."
    ),
    _("A count over another. A good forecast comes out between 75 and 85 %."),
)

EXPECTED_ANSWER: Final = Definition(
    "expected_answer",
    1,
    _("Expected time to the first answer"),
    _(
        "What somebody who asks is told: by when half and 8 in 10 of the questions in the same language and topic, asked in "
        "the same part of the week, had a first answer. Nothing is said of fewer than 30 answers, nor beyond seven days."
    ),
    formula=_(
        "Kaplan and Meier's curve of the last 28 days, or of 180 where those have fewer than 30 answers. Few questions are "
        "filled up from the parent topic and from the community, as if it had brought 30 more. For 8 in 10 the curve is "
        "taken one standard error too high."
    ),
)
COST_AVOIDED: Final = _counted(
    "cost_avoided",
    _("Cost avoided"),
    _("What support would have cost for the questions of the period that members solved."),
    _(
        "Questions solved by a member, times the share that would otherwise have contacted support, times the cost of one "
        "such contact: with low, middle and high guesses of the company."
    ),
)

DEFINITIONS: Final = {
    each.id: each
    for each in (
        QUESTIONS, FIRST_RESPONSE, FIRST_ANSWER, RESPONSE_RATE, ANSWER_RATE, RESTRICTED_MEAN, RESOLUTION, CONFIRMED,
        RESOLUTION_NET, RESOLUTION_RATE, CONFIRMED_RATE, ENDINGS, ACCEPTANCE_LAG, REPLIES, ONE_TOUCH, REOPEN_RATE,
        ESCALATION_RATE, UNANSWERED, STALE, BACKLOG_AGE, WHO_ANSWERS, PEER_SHARE, HOUR_OF_WEEK, CONCENTRATION, BUS_FACTOR,
        ACTIVE_HELPERS, CORE_HELPERS, ACTIVATION, RETENTION, PROMISE_KEPT, CALIBRATION,
        EXPECTED_ANSWER, COST_AVOIDED,
    )
}  # fmt: skip
