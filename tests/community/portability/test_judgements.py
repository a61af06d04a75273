"""Acceptances and votes of an import."""

from __future__ import annotations

import pytest

from community.events.models import Event
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.vote import vote_on
from community.questions.models import Acceptance, Answer, Episode, Post, Question
from tests import factories
from tests.community.portability.dumps import ACCEPTED


def state() -> tuple[str, str, str, object]:
    question, episode = Question.objects.get(), Episode.objects.get()
    return question.state, episode.outcome, episode.time_quality, question.resolved_at


def test_a_day_is_kept_as_a_day_and_enters_no_curve(lamps, xml, bring_in):
    xml.question(1, AcceptedAnswerId="2")
    xml.answer(2, 1)
    xml.vote(2, 1)
    assert bring_in(xml).acceptances == 1
    assert state() == ("resolved", "resolved", "day", None)
    assert f"{Acceptance.objects.get().accepted_at:%F %R}" == "2014-01-22 00:00"


def test_a_day_that_began_before_the_answer_is_moved_behind_it(lamps, xml, bring_in):
    xml.question(1, AcceptedAnswerId="2")
    xml.answer(2, 1)
    xml.vote(2, 1, "2014-01-21T00:00:00.000")
    bring_in(xml)
    assert Acceptance.objects.get().accepted_at == Post.objects.get(kind="answer").created_at


def test_an_unknown_time_is_marked_as_unknown(lamps, jsonl, bring_in):
    jsonl.question(1, accepted_answer_id=2)
    jsonl.answer(2, 1)
    bring_in(jsonl)
    assert state() == ("resolved", "resolved", "unknown", None)
    qualities = Event.objects.of_types("answer.accepted", "question.resolved", "question.state_changed")
    assert set(qualities.values_list("time_quality", flat=True)) == {"unknown"}


def test_an_exact_time_is_a_resolution(lamps, jsonl, bring_in):
    jsonl.question(1, accepted_answer_id=2, accepted_at=f"{ACCEPTED}Z")
    jsonl.answer(2, 1)
    bring_in(jsonl)
    assert state()[:3] == ("resolved", "resolved", "exact")
    assert f"{Question.objects.get().resolved_at:%F %R}" == "2014-01-22 09:30"


def test_a_time_before_the_answer_cannot_be_exact(lamps, jsonl, bring_in):
    jsonl.question(1, accepted_answer_id=2, accepted_at="2014-01-21T21:00:00Z")
    jsonl.answer(2, 1)
    bring_in(jsonl)
    assert state() == ("resolved", "resolved", "unknown", None)


@pytest.mark.parametrize(("solved_by", "basis", "by_asker"), [("u_1", "asker", True), ("u_9", "staff", False)])
def test_who_decided_is_kept(lamps, jsonl, bring_in, solved_by, basis, by_asker):
    jsonl.question(1, accepted_answer_id=2, solved_by=solved_by)
    jsonl.answer(2, 1)
    bring_in(jsonl)
    acceptance = Acceptance.objects.get()
    assert (acceptance.basis, Episode.objects.get().basis) == (basis, basis)
    assert (acceptance.accepted_by == acceptance.question.post.author) == by_asker


@pytest.mark.parametrize("accepted", [3, 4, 99], ids=["of another question", "spam", "missing"])
def test_what_cannot_be_a_solution_is_none(lamps, jsonl, bring_in, accepted):
    jsonl.question(1, accepted_answer_id=accepted)
    jsonl.question(2)
    jsonl.answer(3, 2)
    jsonl.answer(4, 1, is_spam=True)
    assert bring_in(jsonl).acceptances == 0
    assert not Acceptance.objects.exists()


def test_the_same_acceptance_twice_is_one(lamps, jsonl, bring_in):
    jsonl.question(1, accepted_answer_id=2)
    jsonl.question(1, accepted_answer_id=3)
    jsonl.answer(2, 1)
    jsonl.answer(3, 1)
    assert bring_in(jsonl).acceptances == 1


def test_an_acceptance_that_was_taken_back_here_does_not_return(lamps, jsonl, bring_in):
    jsonl.question(1, accepted_answer_id=2)
    jsonl.answer(2, 1)
    bring_in(jsonl)
    mona = factories.make_member(lamps, "Mona", role="moderator")
    withdraw_acceptance(member=mona, question=Question.objects.get())
    assert bring_in(jsonl).acceptances == 0
    assert Question.objects.get().state == "reopened"


def test_another_answer_accepted_here_does_not_make_an_old_time_exact(lamps, jsonl, bring_in):
    jsonl.question(1, accepted_answer_id=2)
    jsonl.answer(2, 1)
    jsonl.answer(3, 1)
    bring_in(jsonl)
    other = Answer.objects.exclude(acceptances__isnull=False).get()
    accept_answer(member=factories.make_member(lamps, "Mona", role="moderator"), answer=other)
    assert state() == ("resolved", "resolved", "unknown", None)


def test_votes_are_counts_without_names(lamps, xml, bring_in):
    xml.question(1)
    xml.answer(2, 1)
    for kind in (2, 2, 2, 3):
        xml.vote(2, kind)
    xml.vote(1, 2)
    bring_in(xml)
    counts = Post.objects.order_by("kind").values_list("kind", "helpful_count", "unhelpful_count")
    assert list(counts) == [("answer", 3, 1), ("question", 0, 0)]


def test_votes_of_members_come_on_top_and_stay(lamps, xml, bring_in):
    xml.question(1)
    xml.answer(2, 1)
    bring_in(xml)
    vote_on(voter=factories.make_member(lamps, "Bob"), answer=Answer.objects.get(), value=1)
    xml.vote(2, 2)
    xml.vote(2, 3)
    for _ in range(2):
        bring_in(xml)
        post = Post.objects.get(kind="answer")
        assert (post.helpful_count, post.unhelpful_count) == (2, 1)
