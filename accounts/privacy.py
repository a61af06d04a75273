"""What is held of what a person agreed to."""

from __future__ import annotations

from typing import Any

from accounts.actions.consent import forget_consents
from accounts.models import ConsentEntry
from community.web.registries.privacy import holds_personal_data


@holds_personal_data
class ConsentsHeld:
    """Every yes and no of a member, with the number of the text that they read."""

    name = "consents"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return what the member said, oldest first."""
        said = ConsentEntry.objects.filter(membership=membership_id).order_by("at", "pk")
        return {
            "said": [
                {
                    "purpose": each.purpose,
                    "said": each.said,
                    "wording": each.wording,
                    "where": each.surface,
                    "at": each.at.isoformat(),
                }
                for each in said
            ]
        }

    def erase(self, membership_id: int) -> None:
        """Delete what the member said: nothing holds any more."""
        forget_consents(membership_id)
