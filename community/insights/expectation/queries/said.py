"""What is said about how long an answer takes."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Value

from accounts.models import Company
from community.insights.clocks.queries.population import zone_of
from community.insights.expectation.blocks import block_of
from community.insights.expectation.models import Expectation, ExpectedTime
from community.questions.models import Question

_FIGURES: Final = ("p50", "p80", "n", "events", "as_of", "definition", "version")
_LONGEST_ID: Final = 16


def expected_at(company: Company, moment: datetime, *, language: str, topic: int | None) -> ExpectedTime | None:
    """Return what is expected for a question asked at the moment; None when nothing was computed in time. One query.

    An unknown topic, or one of another company, gives the community in general.
    """
    rows = ExpectedTime.objects.of(company).in_force(moment)
    block = block_of(moment, zone_of(company))
    return rows.filter(language=language, block=block).for_topic(topic).first()


def topic_in(text: str) -> int | None:
    """Return the id of a topic as an address or a form gives it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_ID else None


def said_about(question: Question, company: Company) -> Expectation | None:
    """Return what its asker was told, one query: as it was written down or, until that has happened, as it was in force.

    The second is an unsaved row. None for a question whose asker was told nothing.
    """
    block = block_of(question.asked_at, zone_of(company))
    in_force = (
        ExpectedTime.objects.of(company)
        .in_force(question.asked_at)
        .filter(language=question.language, block=block)
        .for_topic(question.topic_id)
        .annotate(turn=Value(1))
        .values_list("turn", *_FIGURES)[:1]
    )
    written = Expectation.objects.of(company).filter(question=question).annotate(turn=Value(0))
    found = written.values_list("turn", *_FIGURES).union(in_force, all=True).order_by("turn").first()
    if found is None:
        return None
    figures = dict(zip(_FIGURES, found[1:], strict=True))
    return Expectation(question=question, company=company, asked_at=question.asked_at, **figures)
