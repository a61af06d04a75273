"""In which arm of what is running a unit is."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.purposes import Purpose
from accounts.queries.consent import has_consent
from community.personalization.experiments.assignment import bucket_of, place_in
from community.personalization.experiments.models import Experiment
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.personalization.experiments.treatments import Treatment, Unit


@dataclass(frozen=True)
class Arm:
    """How something is for one unit. Without an experiment the unit takes no part: it gets the default, and nobody looks."""

    variant: str
    company: int
    subject: int
    experiment: int | None = None


def arm_of(company_id: int, treatment: Treatment, subject: int) -> Arm:
    """Return how the treatment is for a question or member. One query, for members in an experiment one more.

    It follows from the experiment, the company and the unit alone, and stays while the experiment runs. Held-out units
    and members who have not agreed to experiments get the default. Nothing is written; whoever acts on the variant calls
    `note_first_effect`.
    """
    plain = Arm(treatment.default, company_id, subject)
    running = Experiment.objects.running().filter(company=company_id, treatment=treatment.key).first()
    unit = f"{treatment.unit}:{subject}"
    if running is None or in_hold_out(company_id, unit):
        return plain
    if treatment.unit == Unit.MEMBER and not has_consent(subject, Purpose.EXPERIMENTS):
        return plain
    position = place_in(bucket_of(f"experiment:{running.pk}", company_id, unit), running.shares)
    return Arm(running.variants[position], company_id, subject, running.pk)
