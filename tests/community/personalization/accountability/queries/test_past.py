"""The company's own past, as a replay reads it."""

from __future__ import annotations

from accounts.actions.consent import withdraw_consent
from community import clock
from community.personalization.accountability.queries.past import threads_of
from community.questions.actions.edit import edit_question
from community.questions.models import Post
from tests import factories
from tests.community.personalization.accountability.conftest import ago


def solved(cast, helper=None, **fields):
    with ago(2):
        question = factories.ask(cast.alice, "How do I set up roaming?", **fields)
        factories.solve(question, helper or cast.bob)
    return question


def test_only_those_who_agree_are_known_as_helpers(cast):
    solved(cast)
    assert threads_of(cast.acme, clock.now())[0].answers == ()
    factories.consent(cast.bob, "routing")
    (thread,) = threads_of(cast.acme, clock.now())
    assert [each.answerer for each in thread.answers] == [cast.bob.key] and thread.accepted == cast.bob.key
    withdraw_consent(member=cast.bob, purpose="routing", surface="choices")
    assert threads_of(cast.acme, clock.now())[0].answers == ()


def test_texts_are_those_of_the_first_version(cast):
    with ago(2):
        question = factories.ask(cast.alice, "How do I set up roaming?", "It does not work abroad at all.")
    edit_question(
        editor=cast.alice, question=question, title="Solved: it was the card", body="The card was to blame, hooray.",
        topic=question.topic, tags=[], version=1,
    )  # fmt: skip
    (thread,) = threads_of(cast.acme, clock.now())
    assert thread.asked.text == "How do I set up roaming? How do I set up roaming? It does not work abroad at all."


def test_what_is_hidden_old_or_another_company_s_is_left_out(cast):
    hidden = solved(cast)
    Post.objects.filter(pk=hidden.pk).update(visibility="hidden")
    with ago(91):
        factories.ask(cast.alice)
    factories.ask(cast.charlie)
    assert threads_of(cast.acme, clock.now()) == []


def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries):
    factories.consent(cast.bob, "routing")
    for _each in range(3):
        solved(cast)
    with django_assert_num_queries(6):
        threads_of(cast.acme, clock.now())
