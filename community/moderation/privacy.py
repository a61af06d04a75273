"""What decisions and appeals hold of a member."""

from __future__ import annotations

from typing import Any

from community.moderation.actions.forget import forget_appeals
from community.moderation.models import Appeal, DecisionRecord
from community.moderation.registry import reason_of, rule_of
from community.web.registries.privacy import holds_personal_data


@holds_personal_data
class Decisions:
    """Decisions about a member are kept as long as the company, because they justify what was done; words are erased."""

    name = "decisions"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return the decisions about the member and their appeals."""
        return {
            "decisions": [
                _decision(each) for each in DecisionRecord.objects.filter(member=membership_id).order_by("pk")
            ],
            "appeals": [_appeal(each) for each in Appeal.objects.filter(member=membership_id).order_by("pk")],
        }

    def erase(self, membership_id: int) -> None:
        """Empty what the member wrote."""
        forget_appeals(membership_id)


def _decision(record: DecisionRecord) -> dict[str, Any]:
    return {
        "number": record.pk,
        "effect": record.effect,
        "about": f"{record.target_kind} {record.target_id}",
        "rule": rule_of(record),
        "facts": record.inputs,
        "automatic": record.is_automatic,
        "reason": reason_of(record),
        "decided": record.created_at.isoformat(),
        "appeal_until": record.appeal_until.isoformat() if record.appeal_until else None,
        "ended": record.ended_at.isoformat() if record.ended_at else None,
    }


def _appeal(appeal: Appeal) -> dict[str, Any]:
    return {
        "decision": appeal.record_id,
        "text": appeal.text,
        "made": appeal.created_at.isoformat(),
        "state": appeal.state,
        "answer": appeal.answer,
        "decided": appeal.decided_at.isoformat() if appeal.decided_at else None,
    }
