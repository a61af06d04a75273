"""Forgetting members of experiments."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from accounts.models import Company
from accounts.purposes import Purpose
from accounts.queries.consent import consenting
from community.personalization.experiments.actions.follow import forget_exposures
from community.personalization.experiments.models import Exposure
from community.personalization.experiments.treatments import Unit


@transaction.atomic
def forget_without_consent(company: Company) -> int:
    """Forget the members of arms who do not agree to experiments any more; return how many rows went. Safe at any time.

    What follows their withdrawal has done so already; this finds what was written while they withdrew.
    """
    agreed = consenting(company.pk, Purpose.EXPERIMENTS).values("pk")
    return forget_exposures(company.key, ~Q(subject__in=agreed))


@transaction.atomic
def forget_member(membership_id: int) -> None:
    """Delete what arms the member was in. Safe to run twice."""
    Exposure.objects.filter(experiment__unit=Unit.MEMBER, subject=membership_id).delete()
