"""What a badge is given for: a rule that says what is counted, how much of it is needed, and where and when it counts.

A rule is stored as JSON, {"metric": "accepted_answers", "threshold": 10, "period": "all", "topic": null}; {} means that
people give the badge by hand only. What can be counted is a fixed list, so that a rule can always be explained.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

MOST: Final = 1_000_000


class Metric(models.TextChoices):
    """What is counted."""

    ACCEPTED = "accepted_answers", _("accepted answers to other people's questions")
    ANSWERS = "substantive_answers", _("answers")
    HELPFUL = "helpful_votes", _("helpful votes on all answers together")
    BEST = "best_answer_votes", _("helpful votes on one answer")
    ASKED = "questions_asked", _("questions")
    RESCUES = "rescues", _("accepted answers to questions that had waited for more than 30 days")
    QUICK = "quick_first_answers", _("first answers within 48 hours")
    WELCOMED = "newcomers_welcomed", _("people whose first question was answered")


class Period(models.TextChoices):
    """In which time it counts."""

    ALL = "all", _("all time")
    YEAR = "year", _("one calendar year; it can be earned every year")


@dataclass(frozen=True)
class Rule:
    """A rule that has been checked."""

    metric: str
    threshold: int
    period: str = Period.ALL
    topic: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the rule as it is stored."""
        return {
            "metric": str(self.metric),
            "threshold": self.threshold,
            "period": str(self.period),
            "topic": self.topic,
        }


def read_rule(value: Any) -> Rule | None:
    """Return the stored rule; None for a badge that is given by hand. Raises ValidationError for anything else."""
    if value == {}:
        return None
    if not isinstance(value, dict) or set(value) != {"metric", "threshold", "period", "topic"}:
        raise ValidationError(_("A rule names what is counted, how much is needed, the period and the topic."))
    metric, threshold, period, topic = value["metric"], value["threshold"], value["period"], value["topic"]
    if metric not in Metric.values or period not in Period.values:
        raise ValidationError(_("This cannot be counted."))
    if not _is_number(threshold) or not 1 <= threshold <= MOST:
        raise ValidationError(_("The number must be between 1 and 1,000,000."))
    if topic is not None and not _is_number(topic):
        raise ValidationError(_("Choose a topic of this community."))
    return Rule(metric, threshold, period, topic)


def validate_rule(value: Any) -> None:
    """Raise ValidationError unless the value can be read as a rule."""
    read_rule(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_HOW: Final[dict[str, Callable[[int], str]]] = {
    Metric.ACCEPTED: lambda n: ngettext("Have %(count)d answer accepted.", "Have %(count)d answers accepted.", n),
    Metric.ANSWERS: lambda n: ngettext("Write %(count)d answer.", "Write %(count)d answers.", n),
    Metric.HELPFUL: lambda n: ngettext(
        "Get %(count)d helpful vote on your answers.", "Get %(count)d helpful votes on your answers.", n
    ),
    Metric.BEST: lambda n: ngettext(
        "Write an answer that gets %(count)d helpful vote.", "Write an answer that gets %(count)d helpful votes.", n
    ),
    Metric.ASKED: lambda n: ngettext("Ask %(count)d question.", "Ask %(count)d questions.", n),
    Metric.RESCUES: lambda n: ngettext(
        "Solve %(count)d question that had waited for more than 30 days.",
        "Solve %(count)d questions that had waited for more than 30 days.",
        n,
    ),
    Metric.QUICK: lambda n: ngettext(
        "Be the first to answer %(count)d question, within 48 hours.",
        "Be the first to answer %(count)d questions, within 48 hours.",
        n,
    ),
    Metric.WELCOMED: lambda n: ngettext(
        "Answer %(count)d person's first question.", "Answer %(count)d people's first question.", n
    ),
}


def how_to_earn(rule: Rule) -> str:
    """Return what to do to get the badge, but for its topic and its period."""
    return _HOW[rule.metric](rule.threshold) % {"count": rule.threshold}
