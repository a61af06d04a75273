"""Turning a question of the content files into acts on a page, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from community.demo.content import AnswerContent, CommentContent, QuestionContent
from community.demo.page import Page
from community.demo.people import Scene
from community.events.record import PastEvent
from community.questions.models import Answer, Question

# Called with the keyword `at`, the moment at which it happens.
Step = Callable[..., object]


class Replay:
    """Makes the page of one question."""

    def __init__(self, scene: Scene, content: QuestionContent, now: datetime) -> None:
        self._content = content
        self._members = scene.members
        self._asked_at = content.asked.moment(now)
        self._answers: dict[int, Answer] = {}
        self._past: list[PastEvent] = []
        self._page = Page.ask(
            scene.members[content.by],
            at=self._asked_at,
            title=content.title,
            body=content.edit.before if content.edit else content.body,
            topic=scene.topics[content.topic],
            tags=[scene.tags[tag] for tag in content.tags],
            language=content.language,
            past=self._past,
        )

    def run(self) -> tuple[Question, list[PastEvent]]:
        """Write the rest of the page in the caller's transaction; return the question and its events by time."""
        for minute, step in sorted(self._steps(), key=lambda timed: timed[0]):
            step(at=self._asked_at + timedelta(minutes=minute))
        self._page.finish()
        return self._page.question, self._past

    def _steps(self) -> Iterator[tuple[int, Step]]:
        content, page, members = self._content, self._page, self._members
        for me_too in content.me_toos:
            yield me_too.at, partial(page.add_me_too, members[me_too.by])
        yield from self._comments(content.comments, None)
        for number, answer in enumerate(content.answers):
            yield answer.at, partial(self._answer, number)
            yield from self._steps_on(number, answer)
        if content.edit:
            yield content.edit.at, partial(page.edit_question, members[content.by], body=content.body)
        if content.hidden:
            hidden = content.hidden
            yield hidden.at, partial(page.hide, members[hidden.by], None, reason=hidden.reason)
        if content.closed:
            yield content.closed.at, partial(page.close, members[content.closed.by], reason=content.closed.reason)
        if content.locked:
            yield content.locked.at, partial(page.lock, members[content.locked.by])

    def _steps_on(self, number: int, content: AnswerContent) -> Iterator[tuple[int, Step]]:
        page, on_answer = self._page, partial(self._on_answer, number)
        for vote in content.votes:
            yield vote.at, partial(on_answer, page.vote, vote.by, helpful=vote.helpful)
        yield from self._comments(content.comments, number)
        if content.edit:
            yield content.edit.at, partial(on_answer, page.edit_answer, content.by, body=content.body)
        if content.hidden:
            yield content.hidden.at, partial(on_answer, page.hide, content.hidden.by, reason=content.hidden.reason)
        accepted = content.accepted
        if accepted is None:
            return
        yield accepted.at, partial(on_answer, page.accept, accepted.by)
        if accepted.withdrawn:
            yield accepted.withdrawn.at, partial(page.withdraw, self._members[accepted.withdrawn.by])
        if accepted.failed:
            failed = accepted.failed
            yield failed.at, partial(on_answer, page.report_failure, failed.by, reason=failed.reason)

    def _comments(self, comments: tuple[CommentContent, ...], number: int | None) -> Iterator[tuple[int, Step]]:
        for comment in comments:
            yield comment.at, partial(self._on_answer, number, self._page.comment, comment.by, body=comment.body)

    def _answer(self, number: int, *, at: datetime) -> None:
        content = self._content.answers[number]
        body = content.edit.before if content.edit else content.body
        author = self._members[content.by]
        self._answers[number] = self._page.answer(author, at=at, body=body, purpose=content.purpose)

    def _on_answer(self, number: int | None, write: Step, by: str, **how: Any) -> None:
        """Call a method of the page with the member and the answer, whose row exists only once its time has come."""
        write(self._members[by], None if number is None else self._answers[number], **how)
