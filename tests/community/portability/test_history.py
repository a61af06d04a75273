"""The past of an import, told as events, and what happens here afterwards."""

from __future__ import annotations

import pytest

from community.events.models import Delivery, Event
from community.notifications.models import Notification
from community.questions.actions.close import close_question, reopen_question
from community.questions.actions.hide import hide_post
from community.questions.models import Answer, Episode, Question
from tests import factories
from tests.community.portability.dumps import ACCEPTED, ASKED, REPLIED


@pytest.fixture
def solved(jsonl):
    jsonl.question(1, accepted_answer_id=2, accepted_at=f"{ACCEPTED}Z")
    jsonl.answer(2, 1)
    return jsonl


def told(question: Question) -> list[tuple[str, str]]:
    events = Event.objects.in_stream(str(question.company_id), question.stream)
    return [(event.type, f"{event.occurred_at:%FT%T}") for event in events]


def test_everything_is_told_in_its_order_with_its_own_times(lamps, solved, bring_in):
    bring_in(solved)
    assert told(Question.objects.get()) == [
        ("question.asked", ASKED),
        ("answer.posted", REPLIED),
        ("answer.accepted", ACCEPTED),
        ("question.resolved", ACCEPTED),
        ("question.state_changed", ACCEPTED),
    ]
    assert set(Event.objects.values_list("source", "time_quality")) == {("import", "exact")}


def test_nobody_is_told_of_what_is_past(lamps, solved, bring_in, deliver_all):
    factories.make_member(lamps, "Mona", role="moderator")
    bring_in(solved)
    assert not Delivery.objects.exists()
    assert (deliver_all(), Notification.objects.count()) == (0, 0)


def test_a_closing_is_an_end_without_a_solution(lamps, jsonl, bring_in):
    jsonl.question(1, closed_at="2014-02-01T00:00:00Z")
    jsonl.answer(2, 1)
    bring_in(jsonl)
    question, episode = Question.objects.get(), Episode.objects.get()
    assert (question.state, question.needs_answer, question.resolved_at) == ("closed", False, None)
    assert (episode.outcome, episode.basis, f"{episode.ended_at:%F}") == ("closed", "", "2014-02-01")


def test_an_end_before_the_beginning_is_moved(lamps, jsonl, bring_in):
    jsonl.question(1, closed_at="2010-02-01T00:00:00Z")
    bring_in(jsonl)
    episode = Episode.objects.get()
    assert episode.ended_at == episode.opened_at


def test_an_answer_older_than_its_question_does_not_answer_it(lamps, jsonl, bring_in):
    jsonl.question(1)
    jsonl.answer(2, 1, created_at="2013-01-01T00:00:00Z")
    bring_in(jsonl)
    assert (Question.objects.get().state, Question.objects.get().answer_count) == ("new", 1)


def test_repeating_it_adds_and_changes_nothing(lamps, solved, bring_in):
    solved.question(3)
    solved.answer(4, 3)
    solved.question(5, closed_at="2014-02-01T00:00:00Z")
    bring_in(solved)
    before = [list(model.objects.order_by("pk").values()) for model in (Question, Answer, Episode, Event)]
    again = bring_in(solved)
    assert (again.members, again.questions, again.answers, again.acceptances, again.events) == (0, 0, 0, 0, 0)
    assert [list(model.objects.order_by("pk").values()) for model in (Question, Answer, Episode, Event)] == before


def test_a_newer_dump_adds_what_is_new(lamps, jsonl, bring_in):
    jsonl.question(1)
    bring_in(jsonl)
    jsonl.answer(2, 1)
    bring_in(jsonl)
    assert Question.objects.get().state == "answered"
    jsonl.questions[0] |= {"accepted_answer_id": 2}
    bring_in(jsonl)
    question = Question.objects.get()
    changes = Event.objects.in_stream(lamps.key, question.stream).of_types("question.state_changed")
    assert [(event.payload["before"], event.payload["after"]) for event in changes] == [
        ("new", "answered"),
        ("answered", "resolved"),
    ]
    assert Episode.objects.get().outcome == "resolved"


def test_a_question_that_was_closed_and_is_solved_in_a_newer_dump_is_solved(lamps, jsonl, bring_in):
    jsonl.question(1, closed_at="2014-02-01T00:00:00Z")
    jsonl.answer(2, 1)
    bring_in(jsonl)
    jsonl.questions[0] |= {"accepted_answer_id": 2}
    bring_in(jsonl)
    assert (Question.objects.get().state, Episode.objects.get().outcome) == ("resolved", "resolved")


def test_what_happened_here_since_stays(lamps, solved, bring_in):
    bring_in(solved)
    question = Question.objects.get()
    mona = factories.make_member(lamps, "Mona", role="moderator")
    reopen_question(member=mona, question=question)
    factories.answer(factories.make_member(lamps, "Bob"), question)
    before = list(Question.objects.values())
    events = Event.objects.count()
    assert bring_in(solved).events == 0
    assert (list(Question.objects.values()), Event.objects.count()) == (before, events)


def test_new_answers_of_the_source_count_beside_what_happened_here(lamps, jsonl, bring_in):
    jsonl.question(1)
    bring_in(jsonl)
    question = Question.objects.get()
    factories.comment(factories.make_member(lamps, "Bob"), question)
    jsonl.answer(2, 1)
    bring_in(jsonl)
    question.refresh_from_db()
    assert (question.state, question.answer_count, told(question)[-2][0]) == ("answered", 1, "answer.posted")


def test_the_source_ends_nothing_that_people_here_have_taken_up(lamps, jsonl, bring_in):
    jsonl.question(1)
    jsonl.answer(2, 1)
    bring_in(jsonl)
    question = Question.objects.get()
    mona = factories.make_member(lamps, "Mona", role="moderator")
    close_question(member=mona, question=question, reason="Sold no more.")
    reopen_question(member=mona, question=question)
    jsonl.questions[0] |= {"accepted_answer_id": 2, "closed_at": "2014-02-01T00:00:00Z"}
    assert bring_in(jsonl).acceptances == 0
    assert list(Episode.objects.values_list("number", "outcome")) == [(1, "closed"), (2, "")]


def test_an_answer_hidden_here_stays_hidden(lamps, solved, bring_in):
    bring_in(solved)
    hide_post(
        moderator=factories.make_member(lamps, "Mona", role="moderator"),
        post=Answer.objects.get().post,
        reason="It breaks the lamp.",
    )
    bring_in(solved)
    assert (Answer.objects.get().post.visibility, Question.objects.get().state) == ("hidden", "reopened")
