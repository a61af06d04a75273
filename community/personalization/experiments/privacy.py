"""What experiments hold of a person."""

from __future__ import annotations

from typing import Any

from community.personalization.experiments.actions.forget import forget_member
from community.personalization.experiments.models import Experiment, Exposure
from community.personalization.experiments.treatments import Unit
from community.web.registries.privacy import holds_personal_data


@holds_personal_data
class ExperimentsHeld:
    """Which variants a member met, and which experiments an admin registered: these stay, they are the company's."""

    name = "experiments"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return the variants that the member met, and the experiments that they registered."""
        met = Exposure.objects.filter(experiment__unit=Unit.MEMBER, subject=membership_id).select_related("experiment")
        registered = Experiment.objects.filter(author=membership_id).order_by("pk")
        return {
            "experiments_met": [
                {"experiment": each.experiment.key, "variant": each.variant, "at": each.exposed_at.isoformat()}
                for each in met.order_by("pk")
            ],
            "experiments_registered": [
                {"experiment": each.key, "hypothesis": each.hypothesis, "at": each.registered_at.isoformat()}
                for each in registered
            ],
        }

    def erase(self, membership_id: int) -> None:
        """Forget which variants the member met."""
        forget_member(membership_id)
