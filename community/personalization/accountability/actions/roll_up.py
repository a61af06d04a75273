"""Writing down every hour how much is learned and how fast."""

from __future__ import annotations

from dataclasses import asdict

from accounts.models import Company
from community import clock
from community.personalization.accountability.models import Velocity
from community.personalization.accountability.queries.velocity import VELOCITY_VERSION, pace_of


def roll_up(company: Company) -> Velocity:
    """Store the company's pace of this hour; a second time in one hour writes over the first."""
    now = clock.now()
    pace = pace_of(company, now)
    stored, _made = Velocity.objects.update_or_create(
        company=company,
        at=now.replace(minute=0, second=0, microsecond=0),
        defaults={"definition_version": VELOCITY_VERSION, **asdict(pace)},
    )
    return stored
