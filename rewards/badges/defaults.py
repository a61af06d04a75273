"""The badges that every community begins with. Their words are translated; an admin may put others in their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from rewards.badges.rules import Metric, Period, Rule


@dataclass(frozen=True)
class DefaultBadge:
    """A badge with its words. {year} in a name is the year in which it was earned."""

    slug: str
    name: Any
    description: Any
    rule: Rule


DEFAULTS: Final = (
    DefaultBadge("first-solution", _("First solution"), _("Solved a problem."), Rule(Metric.ACCEPTED, 1)),
    DefaultBadge("problem-solver", _("Problem solver"), _("Solved ten problems."), Rule(Metric.ACCEPTED, 10)),
    DefaultBadge("troubleshooter", _("Troubleshooter"), _("Solved fifty problems."), Rule(Metric.ACCEPTED, 50)),
    DefaultBadge("pillar", _("Pillar of the community"), _("Solved 150 problems."), Rule(Metric.ACCEPTED, 150)),
    DefaultBadge("appreciated", _("Appreciated"), _("People found the answers helpful."), Rule(Metric.HELPFUL, 10)),
    DefaultBadge("valued", _("Valued"), _("Many people found the answers helpful."), Rule(Metric.HELPFUL, 25)),
    DefaultBadge("treasured", _("Treasured"), _("A great many people were helped."), Rule(Metric.HELPFUL, 50)),
    DefaultBadge(
        "helper-of-the-year",
        _("Helper of {year}"),
        _("Was there for others all through a year."),
        Rule(Metric.ANSWERS, 30, Period.YEAR),
    ),
    DefaultBadge("rescuer", _("Rescuer"), _("Solved what everybody else had given up on."), Rule(Metric.RESCUES, 1)),
    DefaultBadge("warm-welcome", _("Warm welcome"), _("Was there when new members asked."), Rule(Metric.WELCOMED, 5)),
)
BY_SLUG: Final = {each.slug: each for each in DEFAULTS}
