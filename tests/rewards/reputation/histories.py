"""Random histories of a community, done by the actions that people use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from accounts.models import Membership
from community import clock
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.edit import edit_question
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.report_failure import report_failure
from community.questions.actions.vote import vote_on, withdraw_vote
from community.questions.models import Answer, Post, Question, Topic
from community.web.errors import NotAllowed
from rewards.reputation.models import DayScore, ReputationChange, Score
from tests import factories


def live_through(
    random: Random,
    members: list[Membership],
    moderator: Membership,
    *,
    start: datetime,
    steps: int,
    deliver: Callable[[], int],
) -> datetime:
    """Let members do random things over some days; events are delivered now and then, in bunches. Return the end."""
    moment = start
    for _ in range(steps):
        moment += timedelta(hours=2)
        with clock.frozen_at(moment), suppress(NotAllowed):
            _act(random, random.choice(members), moderator)
            if random.random() < 0.2:
                deliver()
    moment += timedelta(hours=2)
    with clock.frozen_at(moment):
        deliver()
    return moment


def _act(random: Random, member: Membership, moderator: Membership) -> None:
    question = random.choice(list(Question.objects.filter(company=moderator.company)))
    answers = list(Answer.objects.select_related("post").filter(question=question))
    answer = random.choice(answers) if answers else None
    asker = question.post.author
    kind = random.choices(
        ["ask", "answer", "vote", "unvote", "accept", "withdraw", "fail", "hide", "restore", "move"],
        [1, 4, 9, 2, 3, 1, 1, 1, 1, 1],
    )[0]
    if kind == "ask":
        factories.ask(member)
    elif kind == "answer":
        factories.answer(member, question)
    elif kind == "move":
        edit_question(
            editor=moderator,
            question=question,
            title=question.title,
            body=question.post.markdown,
            topic=random.choice(list(Topic.objects.filter(company=moderator.company))),
            tags=[],
            version=question.post.version,
        )
    elif kind == "withdraw":
        withdraw_acceptance(member=asker, question=question)
    elif answer is not None:
        _judge(kind, random, member, moderator, asker, answer)


def _judge(
    kind: str, random: Random, member: Membership, moderator: Membership, asker: Membership, answer: Answer
) -> None:
    if kind == "vote":
        vote_on(voter=member, answer=answer, value=random.choice([1, 1, 1, -1]))
    elif kind == "unvote":
        withdraw_vote(voter=member, answer=answer)
    elif kind == "accept":
        accept_answer(member=random.choice([asker, asker, moderator]), answer=answer)
    elif kind == "fail":
        report_failure(member=asker, answer=answer, reason="It does nothing at all.")
    elif kind == "hide":
        hide_post(moderator=moderator, post=answer.post, reason="An advertisement")
    elif kind == "restore":
        restore_post(moderator=moderator, post=Post.objects.get(pk=answer.pk))


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Return all that reputation has stored, without the numbers of rows."""
    change = ("member", "points", "cause", "event", "judgement", "question", "post", "topic", "rules", "day")
    day = ("member", "day", "topic", "points", "helped", "solved", "helpful", "unhelpful")
    score = ("member", "total", "helped", "solved", "helpful", "unhelpful", "earned_level")
    rows = {
        "changes": ReputationChange.objects.values_list(
            *change, "occurred_at", "reverses__event", "reverses__judgement"
        ),
        "days": DayScore.objects.values_list(*day),
        # Who was concerned but has nothing may have an empty score, or none.
        "scores": Score.objects.exclude(total=0, helped=0, solved=0, helpful=0, unhelpful=0).values_list(*score),
    }
    return {name: sorted(found, key=str) for name, found in rows.items()}
