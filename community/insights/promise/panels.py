"""What promises show on the pages of others."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest

from accounts.reader import CompanyRequest
from community import clock
from community.insights.promise.models import EscalationStep, Outcome
from community.insights.promise.queries.page import promise_line
from community.insights.promise.wording import clause_said
from community.questions.models import Question
from community.web.registries.panels import panel

_SHOWN = (Outcome.State.OPEN, Outcome.State.BROKEN)


@panel("site.nav", order=3, template="promise/_nav.html")
def promise_link(request: HttpRequest) -> dict[str, Any]:
    """Link to what became of the promise. No query."""
    return {}


@panel("home.top", order=10, template="promise/_line.html")
def promise_on_home(request: HttpRequest) -> dict[str, Any] | None:
    """Say on the home page what is promised and how well it was kept. Two queries a minute, none in between."""
    if request.path_info != "/":
        # Lists of one topic or tag have the same slot.
        return None
    line = promise_line(cast(CompanyRequest, request).company, clock.now())
    if line is None:
        return None
    clauses = line.promise.clauses.items()
    return {"lines": [(clause_said(name, *terms), line.deliveries[name]) for name, terms in clauses]}


@panel("question.aside", order=3, template="promise/_for_asker.html")
def promise_to_asker(request: CompanyRequest, question: Question) -> dict[str, Any] | None:
    """Tell the asker of an open question by when it was promised, and honestly when that was not kept. One query."""
    if request.reader.member_id is None or request.reader.member_id != question.post.author_id or not question.is_open:
        return None
    now, outcomes = clock.now(), []
    for each in Outcome.objects.of(request.company).filter(question=question, is_live=True).order_by("deadline"):
        each.state_now = each.state_at(now)
        if each.state_now in _SHOWN:
            outcomes.append(each)
    return {"outcomes": outcomes} if outcomes else None


@panel("question.aside", order=4, template="promise/_steps.html")
def ladder_step(request: CompanyRequest, question: Question) -> dict[str, Any] | None:
    """Show moderators whom an open question was shown to because it waits. One query."""
    if not request.reader.is_moderator or not question.is_open:
        return None
    steps = list(EscalationStep.objects.filter(company=request.company, question=question).order_by("-pk"))
    return {"steps": steps} if steps else None
