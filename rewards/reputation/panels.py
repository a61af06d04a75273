"""What reputation shows on the pages of others."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.abilities import LEVEL_NAMES
from accounts.models import Membership
from accounts.reader import CompanyRequest
from community.web.registries.panels import panel
from rewards.reputation.models import Score
from rewards.reputation.queries import board, expertise_of
from rewards.reputation.ranks import rank_of

_TOP, _TOPICS = 5, 3


@panel("site.nav", order=10, template="reputation/_nav.html")
def helpers_link(request: HttpRequest) -> dict[str, Any]:
    """Link to the helpers. No query."""
    return {}


@panel("home.aside", order=10, template="reputation/_top_helpers.html")
def top_helpers(request: HttpRequest) -> dict[str, Any] | None:
    """Show who has helped most in the last seven days; nothing in a quiet week. One query."""
    company = cast(CompanyRequest, request).company
    rows = board(company, period="week", limit=_TOP)
    return {"rows": rows, "values": tuple(row.values for row in rows)} if rows else None


@panel("member.aside", order=10, template="reputation/_standing.html")
def standing(request: HttpRequest, *, shown: Membership) -> dict[str, Any]:
    """Show a member's reputation, rank and trust level. One query."""
    score = Score.objects.filter(member=shown).first() or Score(member=shown)
    return {
        "shown": shown,
        "score": score,
        "rank": rank_of(score.total),
        "level_name": LEVEL_NAMES[min(shown.trust_level, len(LEVEL_NAMES) - 1)],
        "is_own": shown.pk == cast(CompanyRequest, request).reader.member_id,
    }


@panel("member.aside", order=20, template="reputation/_knows.html")
def knows_about(request: HttpRequest, *, shown: Membership) -> dict[str, Any] | None:
    """Show the topics in which the member's answers help. One query."""
    found = expertise_of(cast(CompanyRequest, request).company, [shown.pk])
    known = [each for each in found if each.is_known][:_TOPICS]
    return {"topics": known} if known else None
