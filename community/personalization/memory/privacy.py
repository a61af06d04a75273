"""What is remembered of a member to find out whom to ask."""

from __future__ import annotations

from typing import Any

from community.personalization.memory.actions.forget import erase_member
from community.personalization.memory.models import Count, Exposure, Helper, LearnedAnswer, Look, NotMe
from community.web.registries.privacy import holds_personal_data


@holds_personal_data
class MemoryData:
    """Fading counts of answers, hours, questions answered, what they said not to be, and what lists showed them and when."""

    name = "memory"

    def export(self, membership_id: int) -> dict[str, Any]:
        """Return everything held of the member. Moments of counts are seconds since 1970."""
        helper = Helper.objects.filter(member=membership_id).first()
        counts = Count.objects.filter(member=membership_id).order_by("about", "key")
        answers = LearnedAnswer.objects.filter(member=membership_id).order_by("position")
        shown = Exposure.objects.filter(member=membership_id).order_by("pk")
        looks = Look.objects.filter(member=membership_id).order_by("surface")
        return {
            "counts": list(counts.values("about", "key", "values", "moment")),
            "hours": helper and {"utc": helper.hours, "moment": helper.moment, "last_answer": helper.last_answer},
            "answered": list(answers.values_list("question__question", flat=True)),
            "not_me": list(NotMe.objects.filter(member=membership_id).order_by("pk").values("about", "key", "said_at")),
            "shown": [
                {
                    "list": each.surface,
                    each.kind: each.object_id,
                    "place": each.position,
                    "chance": each.propensity,
                    "at": each.shown_at.isoformat(),
                }
                for each in shown
            ],
            "looked": [{"list": each.surface, "at": each.shown_at.isoformat()} for each in looks],
        }

    def erase(self, membership_id: int) -> None:
        """Delete all of it, whatever the member agreed to."""
        erase_member(membership_id=membership_id)
