"""Who is looking: the company of a request, and the member, if the person is one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from accounts.models import Company, Membership, Person


@dataclass(frozen=True)
class Reader:
    """Somebody who reads one company's pages: a member, or a visitor (`member` is None)."""

    company: Company
    member: Membership | None = None
    person: Person | None = None

    @property
    def member_id(self) -> int | None:
        """Return the member's id, or None for a visitor."""
        return self.member.pk if self.member else None

    @property
    def is_moderator(self) -> bool:
        """Return whether hidden things may be shown."""
        return self.member is not None and self.member.is_moderator


class CompanyRequest(HttpRequest):
    """A request that CompanyMiddleware and ReaderMiddleware have seen, inside a company."""

    company: Company
    reader: Reader


def member_identity(reader: Reader, address: str) -> str:
    """Return whom a rate limit counts: the member, the person, or the address."""
    if reader.member:
        return f"member:{reader.member.pk}"
    return f"person:{reader.person.pk}" if reader.person else f"address:{address}"
