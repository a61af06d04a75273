from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q

from accounts.models import Company, Membership
from community import clock
from community.demo.consistency import load_all
from community.demo.content import AnswerContent, CommentContent, QuestionContent
from community.demo.people import Scene, make_scene
from community.demo.replay import Replay
from community.events.models import Event
from community.events.record import record_past
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.answer import answer_question
from community.questions.actions.ask import ask_question
from community.questions.actions.close import close_question
from community.questions.actions.comment import comment_on
from community.questions.actions.edit import edit_answer, edit_question
from community.questions.actions.hide import hide_post
from community.questions.actions.lock import set_locked
from community.questions.actions.me_too import set_me_too
from community.questions.actions.report_failure import report_failure
from community.questions.actions.vote import vote_on
from community.questions.models import Answer, Post, Question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_seeding")]
LARK = next(company for company in load_all() if company.slug == "lark")
STORIES = [
    "sim-not-provisioned",
    "data-boost-disappeared",
    "outage-north",
    "delete-account",
    "calls-one-way-audio",
    "short-codes-blocked",
    "bought-used-locked",
    "apn-wont-save",
    "usage-widget-wrong",
    "signal-lost-village",
    "texts-arrive-late",
]
IDS = {"question", "answer", "comment", "target", "post"}
COMPARED = ("state", "needs_answer", "answer_count", "me_too_count", "tag_names", "is_locked", "close_reason")
TIMES = ("first_answered_at", "resolved_at", "last_activity_at")


@pytest.fixture
def scene() -> Scene:
    """Lark Mobile and its people, before the first question."""
    return make_scene(LARK, clock.now())


class ByHand:
    """Does what a content file says with the actions that people use, each at its moment."""

    def __init__(self, content: QuestionContent) -> None:
        self.content = content
        self.company = Company.objects.get(slug="lark")
        self.at = content.asked.moment(clock.now())

    def member(self, key: str) -> Membership:
        return Membership.objects.select_related("company").get(
            company=self.company, display_name=LARK.members[key].name
        )

    def run(self) -> Question:
        content = self.content
        with clock.frozen_at(self.at):
            self.question = ask_question(
                author=self.member(content.by),
                title=content.title,
                body=content.edit.before if content.edit else content.body,
                topic=self.company.topics.get(slug=content.topic),
                tags=[LARK.tags[tag] for tag in content.tags],
                language=content.language,
            )
        steps: list[tuple[int, Any]] = [(act.at, ("me_too", act, None)) for act in content.me_toos]
        steps += [(comment.at, ("comment", comment, None)) for comment in content.comments]
        for answer in content.answers:
            steps += self.steps_on(answer)
        for name in ("edit", "hidden", "closed", "locked"):
            act = getattr(content, name)
            steps += [(act.at, (name, act, None))] if act else []
        self.answers: dict[int, Answer] = {}
        for minute, (name, act, answer) in sorted(steps, key=lambda step: step[0]):
            with clock.frozen_at(self.at + timedelta(minutes=minute)):
                getattr(self, name)(act, answer)
        return Question.objects.select_related("post").get(pk=self.question.pk)

    def steps_on(self, answer: AnswerContent) -> list[tuple[int, Any]]:
        steps: list[tuple[int, Any]] = [(answer.at, ("answer", answer, answer))]
        steps += [(vote.at, ("vote", vote, answer)) for vote in answer.votes]
        steps += [(comment.at, ("comment", comment, answer)) for comment in answer.comments]
        steps += [(answer.edit.at, ("edit", answer.edit, answer))] if answer.edit else []
        steps += [(answer.hidden.at, ("hidden", answer.hidden, answer))] if answer.hidden else []
        if answer.accepted:
            accepted = answer.accepted
            steps.append((accepted.at, ("accepted", accepted, answer)))
            steps += [(accepted.withdrawn.at, ("withdrawn", accepted.withdrawn, answer))] if accepted.withdrawn else []
            steps += [(accepted.failed.at, ("failed", accepted.failed, answer))] if accepted.failed else []
        return steps

    def made(self, answer: AnswerContent) -> Answer:
        return Answer.objects.select_related("post", "question__post").get(pk=self.answers[id(answer)].pk)

    def me_too(self, act: Any, _answer: None) -> None:
        set_me_too(member=self.member(act.by), question=self.question, wanted=True)

    def comment(self, act: CommentContent, answer: AnswerContent | None) -> None:
        target = self.made(answer).post if answer else self.question.post
        comment_on(author=self.member(act.by), question=self.question, target=target, body=act.body)

    def answer(self, act: AnswerContent, _answer: AnswerContent) -> None:
        body = act.edit.before if act.edit else act.body
        self.answers[id(act)] = answer_question(
            author=self.member(act.by), question=self.question, body=body, purpose=act.purpose
        )

    def vote(self, act: Any, answer: AnswerContent) -> None:
        vote_on(voter=self.member(act.by), answer=self.made(answer), value=1 if act.helpful else -1)

    def accepted(self, act: Any, answer: AnswerContent) -> None:
        accept_answer(member=self.member(act.by), answer=self.made(answer))

    def withdrawn(self, act: Any, _answer: AnswerContent) -> None:
        withdraw_acceptance(member=self.member(act.by), question=self.question)

    def failed(self, act: Any, answer: AnswerContent) -> None:
        report_failure(member=self.member(act.by), answer=self.made(answer), reason=act.reason)

    def closed(self, act: Any, _answer: None) -> None:
        close_question(member=self.member(act.by), question=self.question, reason=act.reason)

    def locked(self, act: Any, _answer: None) -> None:
        set_locked(moderator=self.member(act.by), question=self.question, locked=True)

    def hidden(self, act: Any, answer: AnswerContent | None) -> None:
        post = self.made(answer).post if answer else self.question.post
        hide_post(moderator=self.member(act.by), post=post, reason=act.reason)

    def edit(self, _act: Any, answer: AnswerContent | None) -> None:
        if answer:
            editor = self.member(answer.by)
            edit_answer(editor=editor, answer=self.made(answer), body=answer.body, purpose=answer.purpose, version=1)
            return
        content, question = self.content, self.question
        edit_question(
            editor=self.member(content.by),
            question=question,
            title=content.title,
            body=content.body,
            topic=question.topic,
            tags=question.tag_names,
            version=1,
        )


def history(question: Question) -> list[tuple[object, ...]]:
    """Return a page's events with its posts named by their order, so that two pages can be compared."""
    on_page = Q(question=question) | Q(answer__question=question) | Q(comment__question=question)
    posts = Post.objects.filter(on_page).order_by("pk").values_list("pk", flat=True)
    names = {pk: number for number, pk in enumerate(posts)}
    return [
        (
            event.type,
            event.actor,
            event.occurred_at,
            {key: names[value] if key in IDS else value for key, value in event.payload.items()},
        )
        for event in Event.objects.in_stream(str(question.company_id), question.stream)
    ]


@pytest.mark.parametrize("key", STORIES)
def test_a_seeded_page_is_what_people_would_have_made_by_hand(scene: Scene, key: str) -> None:
    content = next(question for question in LARK.questions if question.key == key)
    made, past = Replay(scene, content, clock.now()).run()
    record_past(past, source=Event.Source.SEED)
    written = Question.objects.select_related("post").get(pk=made.pk)

    by_hand = ByHand(content).run()

    assert history(written) == history(by_hand)
    for field in (*COMPARED, *TIMES):
        assert getattr(written, field) == getattr(by_hand, field), field
