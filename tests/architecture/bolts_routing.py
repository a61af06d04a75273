"""What is offered in Bolt, to whom, and who is kept apart there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import Membership
from community import clock
from community.personalization.routing.models import Block, HelperSettings, Offer, Ring
from community.questions.models import Question


def offered_to(helper: Membership, question: Question, boss: Membership) -> dict[str, Any]:
    """Offer the question to the helper, who wants this and that; return the offer by name."""
    company, now = question.company, clock.now()
    HelperSettings.objects.create(member=helper, company=company, topics=[question.topic_id])
    Block.objects.create(company=company, blocker=helper, blocked=boss)
    ring = Ring.objects.create(
        company=company,
        question=question,
        number=7,
        served="plain",
        model_version="",
        eligible=1,
        asked=1,
        opened_at=now,
    )
    offer = Offer.objects.create(
        company=company, ring=ring, question=question, member=helper, made_at=now, changed_at=now,
        expires_at=now + timedelta(minutes=15), slot="ranked", served="plain", score=0.0, base=0.0, propensity=1.0,
        answers=0,
    )  # fmt: skip
    return {"offer": offer}
