"""Which promise holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Company
from community.insights.promise.models import Promise


def promise_in_force(company: Company, moment: datetime) -> Promise | None:
    """Return the version by which questions asked at the moment are judged; None where nothing was promised. One query."""
    return _promising(Promise.objects.of(company).in_force_by(moment).first())


def versions_of(company: Company) -> list[Promise]:
    """Return all versions, the newest first, each with the moment at which it `ends`, the future included. One query."""
    return list(Promise.objects.of(company).with_ends().order_by("-version"))


def in_force_among(versions: Sequence[Promise], moment: datetime) -> Promise | None:
    """Return what `promise_in_force` would, from versions that were read before."""
    begun = [version for version in versions if version.valid_from <= moment]
    return _promising(max(begun, key=lambda version: version.valid_from, default=None))


def _promising(version: Promise | None) -> Promise | None:
    return None if version is None or version.withdrawn else version
