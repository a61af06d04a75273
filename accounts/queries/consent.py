"""Whether somebody agreed. Every read that uses what is known of a person asks here, each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from accounts.models import ConsentEntry, Membership
from accounts.models.membership import MembershipQuerySet
from accounts.purposes import Purpose, Wording, newest_wording
from community import clock

ASK_AGAIN_AFTER = timedelta(days=183)


@dataclass(frozen=True)
class Asking:
    """A question for a member's consent that a page may put to them: accounts/_consent_notice.html shows it."""

    purpose: Purpose
    wording: Wording


@dataclass(frozen=True)
class Choices:
    """What one member said last about each purpose."""

    newest: Mapping[str, ConsentEntry]

    def has(self, purpose: str) -> bool:
        """Return whether the member's newest word is a yes to the text of today."""
        last = self.newest.get(purpose)
        return last is not None and last.holds

    def asking(self, purpose: str) -> Asking | None:
        """Return what to ask the member, or None: they agreed already, or said no less than half a year ago."""
        last = self.newest.get(purpose)
        if last is not None and (last.holds or (not last.is_yes and not asks_again(last, clock.now()))):
            return None
        return Asking(Purpose(purpose), newest_wording(purpose))


@dataclass(frozen=True)
class Decision:
    """How one purpose stands with a member: the text of today, and what they said last, if anything."""

    purpose: Purpose
    wording: Wording
    last: ConsentEntry | None

    @property
    def is_yes(self) -> bool:
        """Return whether the member agreed to the text of today."""
        return self.last is not None and self.last.holds

    @property
    def is_no(self) -> bool:
        """Return whether the member said no, or took a yes back."""
        return self.last is not None and not self.last.is_yes


def has_consent(member_id: int, purpose: str) -> bool:
    """Return whether the member's newest word about the purpose is a yes to the text of today. One query."""
    last = ConsentEntry.objects.filter(membership=member_id, purpose=purpose).order_by("-number").first()
    return last is not None and last.holds


def choices_of(member_id: int) -> Choices:
    """Return what the member said last about every purpose. One query."""
    said = ConsentEntry.objects.filter(membership=member_id).order_by("purpose", "-number").distinct("purpose")
    return Choices({each.purpose: each for each in said})


def said_by(member_id: int) -> QuerySet[ConsentEntry]:
    """Return everything that the member said, newest first."""
    return ConsentEntry.objects.filter(membership=member_id).order_by("-at", "-pk")


def decisions_on(said: Sequence[ConsentEntry]) -> list[Decision]:
    """Return how each purpose stands, from what a member said, newest first. No query."""
    newest = {each.purpose: each for each in reversed(said)}
    return [Decision(purpose, newest_wording(purpose), newest.get(purpose)) for purpose in Purpose]


def consenting(company_id: int, purpose: str) -> MembershipQuerySet:
    """Return the company's members whose newest word about the purpose is a yes to the text of today.

    Fit to stand in another query.
    """
    said = ConsentEntry.objects.filter(company=company_id, purpose=purpose).newest()
    yes = said.filter(said=ConsentEntry.Said.GIVEN, wording=newest_wording(purpose).number)
    return Membership.objects.filter(company=company_id, pk__in=yes.values("membership"))


def asks_again(no: ConsentEntry, moment: datetime) -> bool:
    """Return whether somebody who said no may be asked again: half a year later, not before."""
    return moment >= no.at + ASK_AGAIN_AFTER
