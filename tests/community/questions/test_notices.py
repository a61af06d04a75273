import pytest

from community.notifications.models import Notification
from community.questions.actions.accept import accept_answer, withdraw_acceptance
from community.questions.actions.edit import edit_question
from community.questions.actions.hide import hide_post, restore_post
from community.questions.actions.me_too import set_me_too
from community.questions.actions.report_failure import report_failure
from community.web.registries import screens
from community.web.registries.screens import Verdict
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(cast):
    return factories.ask(cast.alice)


@pytest.fixture
def told(deliver_all):
    """Return a function that delivers what is open, and tells since the last call: (recipient, kind), sorted."""
    seen = set()

    def news():
        deliver_all()
        rows = Notification.objects.exclude(pk__in=seen)
        found = sorted((each.recipient.display_name, each.kind) for each in rows)
        seen.update(rows.values_list("pk", flat=True))
        return found

    return news


@pytest.fixture
def holding(monkeypatch):
    """Hold every answer and comment back, as a screen may."""
    held = {kind: [lambda text: Verdict.hold("Looks like an advertisement.")] for kind in ("answer", "comment")}
    monkeypatch.setattr(screens, "_screens", held)


@pytest.mark.parametrize(
    ("purpose", "kind"),
    [
        ("attempt", "question_answered"),
        ("needs_info", "details_wanted"),
        ("not_attempt", "question_replied"),
    ],
)
def test_a_reply_is_told_to_the_asker_as_what_it_is(cast, question, told, purpose, kind):
    factories.answer(cast.bob, question, purpose=purpose)
    assert told() == [("Alice", kind)]


def test_a_substantive_answer_is_told_to_those_who_have_the_problem_too(cast, question, told):
    set_me_too(member=cast.ada, question=question, wanted=True)
    factories.answer(cast.bob, question)
    assert told() == [("Ada", "shared_question_answered"), ("Alice", "question_answered")]
    factories.answer(cast.mona, question, purpose="needs_info")
    assert told() == [("Alice", "details_wanted")]


def test_the_askers_own_reply_is_told_to_nobody(cast, question, told):
    set_me_too(member=cast.ada, question=question, wanted=True)
    factories.answer(cast.alice, question)
    assert told() == []


def test_a_comment_is_told_to_the_author_of_what_it_stands_under(cast, question, told):
    answer = factories.answer(cast.bob, question)
    told()
    factories.comment(cast.mona, question)
    assert told() == [("Alice", "question_commented")]
    factories.comment(cast.alice, question, on=answer)
    assert told() == [("Bob", "answer_commented")]


def test_an_accepted_answer_is_told_to_its_author_every_time(cast, question, told):
    answer = factories.answer(cast.bob, question)
    told()
    for _time in range(2):
        accept_answer(member=cast.alice, answer=answer)
        assert told() == [("Bob", "answer_accepted")]
        withdraw_acceptance(member=cast.alice, question=question)
    assert told() == []


def test_an_acceptance_that_was_taken_back_meanwhile_is_not_told(cast, question, told):
    answer = factories.answer(cast.bob, question)
    told()
    accept_answer(member=cast.alice, answer=answer)
    withdraw_acceptance(member=cast.alice, question=question)
    assert told() == []


def test_a_solution_is_told_to_those_who_have_the_problem_too(cast, question, told):
    set_me_too(member=cast.ada, question=question, wanted=True)
    answer = factories.answer(cast.bob, question)
    told()
    accept_answer(member=cast.alice, answer=answer)
    assert told() == [("Ada", "shared_question_solved"), ("Bob", "answer_accepted")]


def test_an_answer_that_did_not_work_is_told_to_its_author(cast, question, told):
    answer = factories.answer(cast.bob, question)
    told()
    report_failure(member=cast.alice, answer=answer, reason="It still says no network.")
    assert told() == [("Bob", "answer_failed")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Something else altogether, about the router in the cellar.", [("Bob", "question_changed")]),
        (factories.BODY, []),
    ],
)
def test_a_material_edit_is_told_to_those_who_answered(cast, question, told, body, expected):
    factories.answer(cast.bob, question)
    factories.answer(cast.bob, question)
    told()
    edit_question(
        editor=cast.alice,
        question=question,
        title=question.title,
        body=body,
        topic=question.topic,
        tags=(),
        version=1,
    )
    assert told() == expected


def test_a_hidden_post_is_told_to_its_author_without_the_moderators_name(cast, question, told):
    answer = factories.answer(cast.bob, question)
    told()
    hide_post(moderator=cast.mona, post=answer.post, reason="Advertising.")
    assert told() == [("Bob", "post_hidden")]
    notification = Notification.objects.get(kind="post_hidden")
    assert (notification.actor, notification.anchor) == (None, f"answer-{answer.pk}")
    assert "Mona" not in notification.title


def test_an_answer_that_is_hidden_before_it_was_told_is_told_to_nobody_else(cast, question, told):
    answer = factories.answer(cast.bob, question)
    hide_post(moderator=cast.mona, post=answer.post, reason="Advertising.")
    assert told() == [("Bob", "post_hidden")]


def test_a_held_answer_is_told_once_it_is_restored(cast, question, told, holding):
    answer = factories.answer(cast.bob, question)
    assert told() == []
    restore_post(moderator=cast.mona, post=answer.post)
    assert told() == [("Alice", "question_answered")]
    assert Notification.objects.get().title == "Bob answered your question"
    hide_post(moderator=cast.mona, post=answer.post, reason="On second thought.")
    restore_post(moderator=cast.mona, post=answer.post)
    assert told() == []


def test_a_held_comment_is_told_once_it_is_restored(cast, question, told, holding):
    comment = factories.comment(cast.bob, question)
    assert told() == []
    restore_post(moderator=cast.mona, post=comment.post)
    assert told() == [("Alice", "question_commented")]


def test_an_answer_that_was_seen_before_it_was_hidden_is_not_told_again(cast, question, told):
    answer = factories.answer(cast.bob, question)
    assert told() == [("Alice", "question_answered")]
    hide_post(moderator=cast.mona, post=answer.post, reason="A mistake.")
    restore_post(moderator=cast.mona, post=answer.post)
    assert told() == []


def test_nothing_is_told_of_a_hidden_question(cast, question, told):
    set_me_too(member=cast.ada, question=question, wanted=True)
    answer = factories.answer(cast.bob, question)
    factories.comment(cast.bob, question)
    accept_answer(member=cast.alice, answer=answer)
    hide_post(moderator=cast.mona, post=question.post, reason="Personal data.")
    assert told() == [("Alice", "post_hidden")]
