"""Finding questions that ask the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.questions.models import Question
from community.search.queries import similar, similar_questions, suggested_questions
from tests import factories


def likes(reader, title, **how) -> list[str]:
    return [question.title for question in similar_questions(reader, title, **how)]


def test_it_works_from_the_first_question_on(acme, publish):
    publish("How do I keep my number?")
    assert likes(acme, "Keeping the number when I switch") == ["How do I keep my number?"]


def test_a_rare_word_says_more_than_a_common_one(acme, publish):
    for number in range(5):
        publish(f"My phone has problem {number}")
    publish("Voicemail problem")
    assert likes(acme, "phone voicemail")[0] == "Voicemail problem"


def test_a_word_in_the_title_says_more_than_in_the_text(acme, publish):
    publish("Calls end after a while", "It may have to do with roaming.")
    publish("Roaming does not start", "It may have to do with calls.")
    assert likes(acme, "roaming")[0] == "Roaming does not start"
    assert likes(acme, "roaming calls end")[0] == "Calls end after a while"


def test_a_tag_counts_like_the_title(acme, publish):
    publish("It does not ring at all", "Voicemail, perhaps?")
    publish("It goes dark at once", "No idea why.", tags=["voicemail"])
    assert likes(acme, "voicemail")[0] == "It goes dark at once"


def test_a_short_title_says_it_more_clearly(acme, publish):
    publish("Roaming in the south of France with two phones and an old tablet of mine")
    publish("Roaming in France")
    assert likes(acme, "France roaming")[0] == "Roaming in France"


def test_of_two_alike_the_solved_one_comes_first(cast, acme, publish, deliver_all):
    factories.solve(publish("Voicemail does not answer"), cast.bob)
    publish("Voicemail does not answer")
    deliver_all()
    assert [question.is_solved for question in similar_questions(acme, "voicemail answers")] == [True, False]


def test_somebody_who_asks_is_offered_what_is_solved_first(cast, acme, publish, deliver_all):
    """After what is most alike: up to three of them, however little alike; then the others."""
    publish("Voicemail is full")
    publish("Voicemail is full again")
    for number in range(4):
        factories.solve(publish(f"Voicemail of a phone that I bought in Portugal {number}"), cast.bob)
    deliver_all()
    assert not similar_questions(acme, "Voicemail is full")[0].is_solved
    offered = suggested_questions(acme, "Voicemail is full")
    assert [question.is_solved for question in offered] == [False, True, True, True, False]


def test_a_hit_tells_what_helps_to_decide(cast, acme, publish):
    question = publish("Voicemail is full", "What can I do?", factories.ANSWER)
    [like] = similar_questions(acme, "voicemail full")
    assert (like.pk, like.state, like.answer_count, like.asked_at) == (question.pk, "answered", 1, question.asked_at)
    assert like.get_absolute_url() == question.get_absolute_url()


@pytest.mark.parametrize("typed", ["voi", "Voice", "where do I put the voi"])
def test_the_last_word_may_be_unfinished_while_it_is_typed(acme, publish, typed):
    publish("Voicemail is full")
    assert likes(acme, typed, typing=True) == ["Voicemail is full"]
    assert likes(acme, typed) == []


def test_an_unfinished_word_that_nobody_used_does_not_hide_the_rest(acme, publish):
    publish("Voicemail is full")
    assert likes(acme, "voicemail messag", typing=True) == ["Voicemail is full"]


@pytest.mark.parametrize("title", ["", "vo", "  v  ", "the and of", "???", "voice\x00mail", "\ud800 voicemail"])
def test_too_little_to_go_by_finds_nothing(acme, publish, title):
    publish("Voicemail is full")
    assert likes(acme, title) == []


def test_little_in_common_is_not_alike(acme, publish):
    publish("Which number do I have?")
    assert likes(acme, "Tethering drains the battery of every old tablet, whatever its number") == []


def test_it_leaves_out_the_question_itself_and_stops_at_the_limit(acme, publish):
    own = publish("Voicemail is full")
    others = {publish(f"Voicemail is full {name}").pk for name in ("today", "again", "now")}
    found = {question.pk for question in similar_questions(acme, own.title, exclude=own.pk)}
    assert found == others
    assert len(similar_questions(acme, own.title, limit=2)) == 2


def test_it_compares_within_each_language(alpine, publish):
    reader = factories.reader_of(alpine)
    publish("Wo finde ich meine Rechnungen?", author=alpine, language="de")
    publish("Where do I find my invoices?", author=alpine, language="en")
    assert likes(reader, "Rechnung finden")[0] == "Wo finde ich meine Rechnungen?"
    assert likes(reader, "Finding an invoice")[0] == "Where do I find my invoices?"


def test_common_words_find_what_holds_them_all(acme, publish, monkeypatch):
    """However common each of them is, and however old the question."""
    publish("Phone network")
    for number in range(3):
        publish(f"Phone {number}")
        publish(f"Network {number}")
    monkeypatch.setattr(similar, "_COMMON", 2)
    assert likes(acme, "network phone")[0] == "Phone network"


def test_what_is_common_in_another_company_is_not_common_here(cast, acme, publish, monkeypatch):
    publish("Modem blinks")
    for number in range(3):
        publish(f"Modem {number}", author=cast.charlie)
    monkeypatch.setattr(similar, "_COMMON", 2)
    assert likes(acme, "modem trouble") == ["Modem blinks"]


def test_it_is_two_queries_and_one_beside_a_question(acme, publish, django_assert_num_queries):
    questions = [publish(f"Voicemail is full {number}") for number in range(3)]
    with django_assert_num_queries(2):
        assert len(likes(acme, "voicemail")) == 3
    with django_assert_num_queries(1):
        assert len(similar.questions_like(acme, questions[0])) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    title=st.lists(st.one_of(st.text(max_size=30), st.sampled_from(["modem", "'", "\\", ":*", "%s", " & "]))).map(
        "".join
    )
)
def test_no_title_breaks_it(alpine, publish, title):
    if not Question.objects.exists():
        publish("Modem blinks \\ 'red'", author=alpine)
    assert len(likes(factories.reader_of(alpine), title, typing=True)) <= 1
