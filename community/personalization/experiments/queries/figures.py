"""What is counted of each arm of an experiment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from community.personalization.experiments.metrics import SOLVED
from community.personalization.experiments.models import Experiment, Exposure, OptOut, QuestionOutcome
from community.personalization.experiments.treatments import Unit


@dataclass
class ArmFigures:
    """One arm by now.

    `exposed` are the units on which it had an effect, those that withdrew since among them. `n` are those that are
    counted and whose time is over, `reached` those of them that reached the metric. `waits` are the seconds from the
    effect to the first answer, or to now or the end of the question where `was_answered` is false.
    """

    variant: str
    exposed: int = 0
    n: int = 0
    reached: int = 0
    opted_out: int = 0
    failed: int = 0
    waits: list[float] = field(default_factory=list)
    was_answered: list[bool] = field(default_factory=list)


def figures_of(experiment: Experiment, now: datetime) -> list[ArmFigures]:
    """Return the figures of all arms, in the order of the variants. Three queries, whatever there is."""
    arms = {variant: ArmFigures(variant) for variant in experiment.variants}
    gone = Counter(OptOut.objects.filter(experiment=experiment).values_list("variant", flat=True))
    for variant, arm in arms.items():
        arm.exposed = arm.opted_out = gone[variant]
    exposures = list(Exposure.objects.filter(experiment=experiment).order_by("pk"))
    is_of_questions = experiment.unit == Unit.QUESTION
    outcomes = _outcomes_of(experiment) if is_of_questions else {}
    for each in exposures:
        arm = arms[each.variant]
        arm.exposed += 1
        arm.opted_out += each.opted_out_at is not None
        if not is_of_questions:
            _count(arm, experiment, each, each.helped_at, now)
            continue
        outcome = outcomes.get(each.subject)
        if outcome is not None and outcome.is_counted:
            arm.failed += outcome.failed_at is not None and outcome.failed_at >= each.exposed_at
            _wait(arm, each, outcome, now)
            reached_at = outcome.solved_at if experiment.metric == SOLVED.key else outcome.answered_at
            _count(arm, experiment, each, reached_at, now)
    return list(arms.values())


def _outcomes_of(experiment: Experiment) -> dict[int, QuestionOutcome]:
    subjects = Exposure.objects.filter(experiment=experiment).values("subject")
    found = QuestionOutcome.objects.filter(company=experiment.company_id, question__in=subjects)
    return {each.question_id: each for each in found}


def _count(
    arm: ArmFigures, experiment: Experiment, exposure: Exposure, reached_at: datetime | None, now: datetime
) -> None:
    """Count a unit whose time is over."""
    over_at = exposure.exposed_at + experiment.horizon
    if over_at <= now:
        arm.n += 1
        arm.reached += reached_at is not None and reached_at <= over_at


def _wait(arm: ArmFigures, exposure: Exposure, outcome: QuestionOutcome, now: datetime) -> None:
    until = outcome.answered_at or outcome.ended_at or now
    arm.waits.append(max(0.0, (until - exposure.exposed_at).total_seconds()))
    arm.was_answered.append(outcome.answered_at is not None)
