"""Whether an admin has switched off what the company has learned."""

from __future__ import annotations

from community.personalization.memory.models import Switch


def offers_are_on(company_id: int) -> bool:
    """Return whether questions may be offered in the company: yes unless an admin said no. One query."""
    return not Switch.objects.filter(company=company_id, offers=False).exists()
