"""Where a question stands after what people do (features.md RES-1, RES-9, RES-10, RES-20, ANS-14)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.events.models import Event
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.close import close_question, reopen_question
from community.questions.actions.edit import edit_answer
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.report_failure import report_failure
from community.questions.models import Acceptance, Question
from community.web.errors import NotAllowed
from tests import factories


def stands(question: Question) -> tuple[str, bool]:
    question.refresh_from_db()
    return question.state, question.needs_answer


def episodes(question: Question) -> list[tuple[int, str, str]]:
    return list(question.episodes.order_by("number").values_list("number", "outcome", "basis"))


def test_a_new_question_waits(cast):
    question = factories.ask(cast.alice)
    assert stands(question) == ("new", True)
    assert episodes(question) == [(1, "", "")]


def test_a_substantive_answer_takes_it_out_of_the_queue(cast):
    question = factories.ask(cast.alice)
    with clock.moved(timedelta(minutes=4)):
        found = factories.answer(cast.bob, question)
    assert stands(question) == ("answered", False)
    assert question.first_answered_at == found.post.created_at


@pytest.mark.parametrize(
    "reply",
    [
        {"body": factories.ANSWER, "purpose": "not_attempt"},
        {"body": "Same here."},
        {"body": factories.ANSWER, "purpose": "needs_info"},
    ],
    ids=["a note", "under twenty characters", "a request for details"],
)
def test_chatter_leaves_it_in_the_queue(cast, reply):
    question = factories.ask(cast.alice)
    factories.answer(cast.bob, question, **reply)
    assert stands(question)[1] is True
    assert question.first_answered_at is None


def test_the_askers_own_answer_leaves_it_in_the_queue(cast):
    question = factories.ask(cast.alice)
    factories.answer(cast.alice, question)
    assert stands(question) == ("new", True)


def test_comments_never_stop_the_clock(cast):
    question = factories.ask(cast.alice)
    factories.comment(cast.bob, question, "Try to restart it, that always helps with this problem.")
    assert stands(question) == ("new", True)


def test_asking_for_details_and_getting_them(cast):
    question = factories.ask(cast.alice)
    factories.answer(cast.bob, question, "Which phone do you have, and which version?", purpose="needs_info")
    assert stands(question) == ("needs_info", True)
    factories.comment(cast.bob, question, "And which network?")
    assert stands(question)[0] == "needs_info"
    factories.comment(cast.alice, question, "A Lumen 4, version 7.")
    assert stands(question) == ("new", True)


def test_details_asked_after_an_answer_are_still_wanted(cast):
    question = factories.ask(cast.alice)
    factories.answer(cast.bob, question)
    factories.answer(cast.mona, question, "Which phone do you have?", purpose="needs_info")
    assert stands(question) == ("needs_info", False)


def test_accepting_resolves_it_and_keeps_both_times(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    with clock.moved(timedelta(hours=5)):
        accepted = accept_answer(member=cast.alice, answer=found)
    assert stands(question) == ("resolved", False)
    assert episodes(question) == [(1, "resolved", "asker")]
    assert question.resolved_at == accepted.accepted_at
    assert accepted.accepted_at - found.post.created_at >= timedelta(hours=5)


def test_a_moderators_acceptance_says_so(cast):
    question = factories.ask(cast.alice)
    accept_answer(member=cast.mona, answer=factories.answer(cast.bob, question))
    assert episodes(question) == [(1, "resolved", "staff")]


def test_accepting_another_answer_stays_in_the_episode(cast):
    question = factories.ask(cast.alice)
    first, second = factories.answer(cast.bob, question), factories.answer(cast.mona, question)
    accept_answer(member=cast.alice, answer=first)
    question.refresh_from_db()
    resolved_at = question.resolved_at
    accept_answer(member=cast.alice, answer=second)
    assert stands(question) == ("resolved", False)
    assert (question.resolved_at, episodes(question)) == (resolved_at, [(1, "resolved", "asker")])
    assert Acceptance.objects.get(revoked_at__isnull=True).answer == second
    assert Event.objects.filter(type="acceptance.withdrawn").count() == 1


def test_accepting_twice_changes_nothing(cast):
    question = factories.ask(cast.alice)
    found = factories.solve(question, cast.bob)
    events = Event.objects.count()
    accept_answer(member=cast.alice, answer=found)
    assert (Event.objects.count(), Acceptance.objects.count()) == (events, 1)


def test_taking_an_acceptance_back_opens_the_next_episode(cast):
    question = factories.ask(cast.alice)
    factories.solve(question, cast.bob)
    withdraw_acceptance(member=cast.alice, question=question)
    assert stands(question) == ("reopened", True)
    assert episodes(question) == [(1, "resolved", "asker"), (2, "", "")]
    assert question.resolved_at is None


def test_a_new_answer_answers_a_reopened_question(cast):
    question = factories.ask(cast.alice)
    factories.solve(question, cast.bob)
    withdraw_acceptance(member=cast.alice, question=question)
    factories.answer(cast.mona, question)
    assert stands(question) == ("answered", False)


def test_it_did_not_work_returns_it_to_the_queue_and_takes_the_credit(cast):
    question = factories.ask(cast.alice)
    found = factories.solve(question, cast.bob)
    report = report_failure(member=cast.alice, answer=found, reason="Still no signal after the restart.")
    assert stands(question) == ("reopened", True)
    assert not Acceptance.objects.filter(revoked_at__isnull=True).exists()
    assert report.reason == "Still no signal after the restart."


def test_it_did_not_work_before_any_acceptance_too(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    report_failure(member=cast.alice, answer=found, reason="No signal.")
    report_failure(member=cast.alice, answer=found, reason="No signal at all.")
    assert stands(question) == ("new", True)
    assert found.failure_reports.get().reason == "No signal at all."
    assert Event.objects.filter(type="answer.failed").count() == 1


def test_closing_is_no_resolution(cast):
    question = factories.ask(cast.alice)
    close_question(member=cast.alice, question=question, reason="It went away by itself.")
    assert stands(question) == ("closed", False)
    assert episodes(question) == [(1, "closed", "")]
    assert question.resolved_at is None


def test_a_closed_question_can_be_reopened_and_solved(cast):
    question = factories.ask(cast.alice)
    close_question(member=cast.mona, question=question, reason="Nobody replied.")
    reopen_question(member=cast.alice, question=question)
    factories.solve(question, cast.bob)
    assert stands(question) == ("resolved", False)
    assert episodes(question) == [(1, "closed", ""), (2, "resolved", "asker")]


def test_hiding_the_only_answer_puts_it_back(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    hide_post(moderator=cast.mona, post=found.post, reason="An advertisement.")
    assert stands(question) == ("new", True)
    assert question.first_answered_at is None
    restore_post(moderator=cast.mona, post=found.post)
    assert stands(question) == ("answered", False)


def test_hiding_the_accepted_answer_reopens_it(cast):
    question = factories.ask(cast.alice)
    found = factories.solve(question, cast.bob)
    hide_post(moderator=cast.mona, post=found.post, reason="It breaks the phone.")
    assert stands(question) == ("reopened", True)
    restore_post(moderator=cast.mona, post=found.post)
    assert stands(question)[0] == "reopened"


def test_an_answer_that_becomes_a_note_no_longer_counts(cast):
    question = factories.ask(cast.alice)
    found = factories.answer(cast.bob, question)
    edit_answer(editor=cast.bob, answer=found, body=factories.ANSWER, purpose="not_attempt", version=1)
    assert stands(question) == ("new", True)


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_others_cannot_decide_for_the_asker(cast, who):
    question = factories.ask(cast.alice)
    found = factories.solve(question, cast.bob)
    stranger = getattr(cast, who)
    before = Event.objects.count()
    for refused in (
        lambda: accept_answer(member=stranger, answer=found),
        lambda: withdraw_acceptance(member=stranger, question=question),
        lambda: report_failure(member=stranger, answer=found, reason="No."),
        lambda: reopen_question(member=stranger, question=question),
        lambda: hide_post(moderator=stranger, post=found.post, reason="No."),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert (stands(question), Event.objects.count()) == (("resolved", False), before)
