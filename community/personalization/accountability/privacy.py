"""What accountability holds of a person."""

from __future__ import annotations

from typing import Any

from community.personalization.accountability.models import Finding
from community.web.registries.privacy import holds_personal_data


@holds_personal_data
class FindingsHeld:
    """Which findings a moderator took on: these stay, they are the company's, under the name that the member then has."""

    name = "accountability"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return the findings that the member took on."""
        found = Finding.objects.filter(owner=membership_id).order_by("answered_at", "pk")
        return {
            "findings_taken_on": [
                {
                    "language": each.language,
                    "action": each.action,
                    "at": each.answered_at.isoformat() if each.answered_at else None,
                }
                for each in found
            ]
        }

    def erase(self, membership_id: int) -> None:
        """Leave them: who acted is part of the report."""
