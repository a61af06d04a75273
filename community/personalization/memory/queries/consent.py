"""Since when somebody's consent to being offered questions stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Min, OuterRef, Q, Subquery

from accounts.models import ConsentEntry
from accounts.purposes import Purpose
from accounts.queries.consent import consenting


def agreed_since(company_id: int, members: Collection[int] | None = None) -> dict[int, datetime]:
    """Return since when each of the members, or of all, has agreed to routing; who does not agree now is left out,
    and so is who agreed to an older wording only.

    What somebody did before is never learned, not even what was learned once and forgotten with a withdrawal. One query.
    """
    agree = consenting(company_id, Purpose.ROUTING).values("pk")
    said = ConsentEntry.objects.filter(company=company_id, purpose=Purpose.ROUTING, membership__in=agree)
    if members is not None:
        said = said.filter(membership__in=members)
    no = ~Q(said=ConsentEntry.Said.GIVEN)
    last_no = (
        ConsentEntry.objects.filter(no, membership=OuterRef("membership"), purpose=Purpose.ROUTING)
        .order_by("-number")
        .values("number")[:1]
    )
    rows = (
        said.alias(no=Subquery(last_no))
        .filter(Q(no__isnull=True) | Q(number__gt=F("no")))
        .values("membership")
        .annotate(since=Min("at"))
    )
    return {row["membership"]: row["since"] for row in rows}
