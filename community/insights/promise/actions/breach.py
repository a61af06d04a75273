"""Settling what is overdue, and saying once that a promise was broken."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Company
from community import clock
from community.events.record import record
from community.insights.clocks.locks import write_beside_others
from community.insights.clocks.models import Clock
from community.insights.promise.actions.outcomes import write_outcomes
from community.insights.promise.events import PromiseBroken
from community.insights.promise.models import Breach, Outcome
from community.insights.promise.queries.overdue import is_behind, questions_to_settle
from community.questions.locks import lock_questions
from community.questions.models import Question

# A promise that turns out broken later than this, because an old answer was hidden, is a figure and no news.
NEWS = timedelta(days=35)
_AT_ONCE = 500


def settle_overdue(company: Company) -> int:
    """Write down what became of the company's questions whose time is over; return how many breaches were recorded.

    Each question is a transaction of its own. Questions whose events are still on their way to the clocks wait.
    """
    now = clock.now()
    due = questions_to_settle(company, now, news_since=now - NEWS)[:_AT_ONCE]
    return sum(settle_question(company, question) for question in list(due))


@transaction.atomic
def settle_question(company: Company, question_id: int) -> int:
    """Write the question's outcomes as they are now; record PromiseBroken for each clause that a live question broke.

    Returns how many were recorded: each clause is once, however often and wherever this runs, and after a rebuild too.
    Locks the question, so that an answer is either in time or comes after. Raises NotYet while clocks are rebuilt.
    """
    lock_questions([question_id])
    write_beside_others(company.pk)
    if is_behind(company, question_id):
        return 0
    now = clock.now()
    clocks = Clock.objects.of(company).first_episodes().filter(question=question_id)
    broken = [row for row in write_outcomes(clocks, now) if _is_news(row, now)]
    if not broken or not Question.objects.filter(company=company, pk=question_id).exists():
        return 0
    return sum(_record(company, outcome) for outcome in broken)


def _is_news(outcome: Outcome, now: datetime) -> bool:
    return outcome.is_live and outcome.state == Outcome.State.BROKEN and outcome.deadline >= now - NEWS


def _record(company: Company, outcome: Outcome) -> bool:
    _breach, is_new = Breach.objects.get_or_create(
        company=company,
        question_id=outcome.question_id,
        clause=outcome.clause,
        defaults={"promise": outcome.promise, "recorded_at": clock.now()},
    )
    if is_new:
        record(
            PromiseBroken(
                company=company.key,
                actor="",
                question=outcome.question_id,
                clause=str(outcome.clause),
                version=outcome.promise.version,
                deadline=outcome.deadline.isoformat(),
            )
        )
    return is_new
