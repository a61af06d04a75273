"""Which questions wait, and who may be able to help."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from accounts.abilities import HIGHEST_LEVEL
from accounts.models import Company, Membership
from accounts.models.membership import MembershipQuerySet
from community.events.models import Event
from community.insights.clocks.models import Clock
from community.insights.clocks.models.clock import ClockQuerySet
from community.insights.promise.models import EscalationStep, Ladder
from community.insights.promise.models.ladder import Step
from community.questions.models import Acceptance, Answer, Question

# What has waited for longer than this after the last step belongs to the backlog: nobody is told of it out of the blue.
PATIENCE: Final = timedelta(days=7)
_LATELY: Final = timedelta(days=90)
_A_YEAR: Final = timedelta(days=365)
_MOST: Final = {Step.WIDER: 20, Step.HELPERS: 10, Step.SUPERUSERS: 50, Step.STAFF: 200}


def ladder_of(company: Company) -> Ladder:
    """Return the company's ladder, the defaults where nobody has changed it. One query."""
    return Ladder.objects.filter(company=company).first() or Ladder(company=company)


def clocks_to_escalate(company: Company, ladder: Ladder, now: datetime) -> ClockQuerySet:
    """Return the clocks of live questions without an answer that may have reached a step not yet taken, the oldest first.

    Those that wait for their asker are left out. How long others have waited for theirs is for the caller to take off.
    """
    taken = EscalationStep.objects.filter(company=company, question=OuterRef("question"), episode=OuterRef("episode"))
    reached = Q(pk__in=[])
    for step, age in ladder.steps:
        reached |= Q(~Exists(taken.filter(step=step)), asked_at__lte=now - age)
    return (
        Clock.objects.of(company)
        .unanswered()
        .filter(source=Event.Source.LIVE, exclusion="", paused_since__isnull=True, reopened_at__isnull=True)
        .filter(asked_at__gt=now - ladder.steps[-1][1] - PATIENCE)
        .filter(reached)
        .order_by("asked_at", "pk")
    )


def waited(clock: Clock, now: datetime) -> timedelta:
    """Return for how long the episode has waited for a helper: times in which it waited for its asker do not count."""
    return now - clock.asked_at - timedelta(seconds=clock.paused_before_answer)


def steps_due(ladder: Ladder, age: timedelta) -> list[str]:
    """Return the steps that are due at this age, lowest first."""
    return [step for step, due in ladder.steps if due <= age]


def whom_to_tell(question: Question, step: str, *, told: Collection[int], now: datetime) -> list[int]:
    """Return the members whom a step tells, those who are likeliest to help first.

    Never the asker, suspended members, those without a login, and those who were told in this episode. Moderators and
    staff are told by the last step only. One query.
    """
    reachable = _reachable(question, now).exclude(pk__in=told)
    staff = Q(role__in=[Membership.Role.MODERATOR, Membership.Role.ADMIN]) | Q(affiliation=Membership.Affiliation.STAFF)
    peers = reachable.exclude(staff)
    if step == Step.WIDER:
        found = _answered_lately(question, peers, now)
    elif step == Step.HELPERS:
        found = _solved_most(question, peers, now)
    elif step == Step.SUPERUSERS:
        found = _by_age(peers.filter(trust_level__gte=HIGHEST_LEVEL))
    else:
        found = _by_age(reachable.filter(staff))
    return list(found[: _MOST[Step(step)]])


def _reachable(question: Question, now: datetime) -> MembershipQuerySet:
    members = Membership.objects.filter(company=question.company_id, person__isnull=False, person__is_active=True)
    return members.exclude(pk=question.post.author_id).exclude(suspended_until__gt=now)


def _by_age(members: MembershipQuerySet) -> QuerySet[Any, int]:
    return members.order_by("joined_at", "pk").values_list("pk", flat=True)


def _answered_lately(question: Question, members: MembershipQuerySet, now: datetime) -> QuerySet[Any, int]:
    answers = Answer.objects.substantive().filter(post__created_at__gte=now - _LATELY)
    return _by_number(answers.filter(_is_near(question)), "post__author", "post__created_at", members)


def _solved_most(question: Question, members: MembershipQuerySet, now: datetime) -> QuerySet[Any, int]:
    standing = Acceptance.objects.filter(revoked_at__isnull=True, accepted_at__gte=now - _A_YEAR)
    return _by_number(standing.filter(_is_near(question)), "answer__post__author", "accepted_at", members)


def _is_near(question: Question) -> Q:
    """Return that something is about a question in the same topic or in the topic above it."""
    topics = [topic for topic in (question.topic_id, question.topic.parent_id) if topic is not None]
    return Q(company=question.company_id, question__topic__in=topics)


def _by_number(rows: QuerySet[Any], author: str, moment: str, members: MembershipQuerySet) -> QuerySet[Any, int]:
    """Return the authors among the members, those with most rows first, of these those with the latest."""
    mine = rows.filter(**{f"{author}__in": members}).order_by().values(author)
    counted: QuerySet[Any] = mine.annotate(number=Count("pk"), latest=Max(moment))
    return counted.order_by("-number", "-latest", author).values_list(author, flat=True)
