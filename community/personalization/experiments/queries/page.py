"""What the pages of experiments show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Company
from community.personalization.experiments.models import Experiment, Look
from community.statistics.shares import wilson_interval


@dataclass(frozen=True)
class ArmRow:
    """One arm at the newest look; `low` and `high` are the ends of its own 95 % interval, of this one look."""

    label: str
    look: Look
    share: float | None
    low: float
    high: float
    is_usual: bool


def begun_experiments(company: Company) -> list[Experiment]:
    """Return what runs and what has ended, the latest first. One query."""
    return list(Experiment.objects.of(company).begun().order_by("-started_at"))


def arms_of(experiments: Iterable[Experiment]) -> dict[int, list[ArmRow]]:
    """Return the arms of each experiment as of its newest look, the usual way first. One query."""
    known = {each.pk: each for each in experiments}
    newest = Look.objects.filter(experiment__in=known).order_by("experiment", "variant", "-looked_at")
    found: dict[int, list[ArmRow]] = {pk: [] for pk in known}
    for look in newest.distinct("experiment", "variant"):
        experiment = known[look.experiment_id]
        low, high = wilson_interval(look.reached, look.n)
        share = look.reached / look.n if look.n else None
        is_usual = look.variant == experiment.variants[0]
        found[look.experiment_id].append(
            ArmRow(experiment.what.label_of(look.variant), look, share, low, high, is_usual)
        )
    for pk, rows in found.items():
        rows.sort(key=lambda row, variants=known[pk].variants: variants.index(row.look.variant))  # type: ignore[misc]
    return found
