"""Random histories of a community as they matter to clocks, done by the actions that people use."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.actions.company import CompanySettings, change_company
from accounts.models import Membership
from community import clock
from community.insights.clocks.fold import FIELDS
from community.insights.clocks.models import Clock, Cohort
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.close import close_question, reopen_question
from community.questions.actions.edit import edit_answer, edit_question
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.report_failure import report_failure
from community.questions.models import Answer, Post, Question, Topic
from community.web.errors import NotAllowed
from tests import factories


def live_through(
    random: Random,
    members: list[Membership],
    admin: Membership,
    *,
    start: datetime,
    steps: int,
    deliver: Callable[[], int],
) -> datetime:
    """Let members do random things over some days; events are delivered now and then, in bunches. Return the end."""
    moment = start
    for _ in range(steps):
        moment += timedelta(minutes=random.choice([1, 7, 90]))
        with clock.frozen_at(moment), suppress(NotAllowed):
            _act(random, random.choice(members), admin)
            if random.random() < 0.2:
                deliver()
    with clock.frozen_at(moment):
        deliver()
    return moment


def everything() -> dict[str, list[Any]]:
    """Return every clock and cohort, without their ids."""
    cohorts = Cohort.objects.order_by("company", "definition", "version", "day", "topic", "language", "channel")
    return {
        "clocks": list(Clock.objects.order_by("company", "question", "episode").values_list("company", *FIELDS)),
        "cohorts": [
            (
                row.definition,
                row.day,
                row.topic_id,
                row.n,
                row.excluded,
                row.happened,
                row.ended,
                row.bins,
                row.ended_bins,
            )
            for row in cohorts
        ],
    }


def set_open(admin: Membership, *, is_open: bool) -> None:
    """Let an admin close the community, or open it."""
    company = admin.company
    company.refresh_from_db()
    names = ["name", "slug", "tagline", "colour", "default_language", "host"]
    same: dict[str, Any] = {name: getattr(company, name) for name in names}
    change_company(admin=admin, wanted=CompanySettings(**same, languages=tuple(company.languages), is_open=is_open))
    admin.company.refresh_from_db()


def _act(random: Random, member: Membership, admin: Membership) -> None:
    kinds = {
        "ask": 2, "answer": 5, "details": 2, "comment": 3, "accept": 4, "withdraw": 2, "fail": 1, "close": 1,
        "reopen": 2, "hide": 2, "hide_question": 1, "restore": 3, "edit": 2, "move": 1, "pause": 0.3,
    }  # fmt: skip
    kind = random.choices(list(kinds), list(kinds.values()))[0]
    question = random.choice(list(Question.objects.select_related("post__author").filter(company=admin.company)))
    answers = list(Answer.objects.select_related("post__author").filter(question=question))
    if kind == "ask":
        factories.ask(member)
    elif kind == "pause":
        set_open(admin, is_open=False)
        set_open(admin, is_open=True)
    elif kind in _OF_ANSWERS:
        if answers:
            _OF_ANSWERS[kind](random, member, admin, random.choice(answers))
    else:
        _OF_QUESTIONS[kind](random, member, admin, question)


def _edit(random: Random, member: Membership, admin: Membership, answer: Answer) -> None:
    body = random.choice(["No.", factories.ANSWER + " Again.", factories.ANSWER])
    edit_answer(
        editor=answer.post.author, answer=answer, body=body, purpose=answer.purpose, version=answer.post.version
    )


def _move(random: Random, member: Membership, admin: Membership, question: Question) -> None:
    edit_question(
        editor=admin,
        question=question,
        title=question.title,
        body=question.post.markdown,
        topic=random.choice(list(Topic.objects.filter(company=admin.company))),
        tags=[],
        version=question.post.version,
    )


def _restore(random: Random, member: Membership, admin: Membership, question: Question) -> None:
    hidden = list(Post.objects.filter(company=admin.company, visibility="hidden"))
    if hidden:
        restore_post(moderator=admin, post=random.choice(hidden))


_OF_ANSWERS: dict[str, Callable[[Random, Membership, Membership, Answer], Any]] = {
    "accept": lambda random, member, admin, answer: accept_answer(
        member=random.choice([answer.question.post.author, admin]), answer=answer
    ),
    "fail": lambda random, member, admin, answer: report_failure(
        member=answer.question.post.author, answer=answer, reason="It did nothing."
    ),
    "hide": lambda random, member, admin, answer: hide_post(moderator=admin, post=answer.post, reason="Spam."),
    "edit": _edit,
}
_OF_QUESTIONS: dict[str, Callable[[Random, Membership, Membership, Question], Any]] = {
    "answer": lambda random, member, admin, question: factories.answer(
        member, question, body=random.choice([factories.ANSWER, "Yes."])
    ),
    "details": lambda random, member, admin, question: factories.answer(member, question, purpose="needs_info"),
    "comment": lambda random, member, admin, question: factories.comment(member, question, f"Hm {random.random()}"),
    "withdraw": lambda random, member, admin, question: withdraw_acceptance(
        member=question.post.author, question=question
    ),
    "close": lambda random, member, admin, question: close_question(
        member=admin, question=question, reason="Solved elsewhere."
    ),
    "reopen": lambda random, member, admin, question: reopen_question(member=admin, question=question),
    "hide_question": lambda random, member, admin, question: hide_post(
        moderator=admin, post=question.post, reason="Spam."
    ),
    "move": _move,
    "restore": _restore,
}
