"""The second engine: what is counted of questions, and the vectors that are made of it."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from community.search.actions.reindex import reindex, settle_terms
from community.search.actions.terms import add_up
from community.search.models import QuestionVector, TermCount
from community.search.queries.similar import questions_like, similar_questions
from community.search.queries.terms import counts_in, unweighed
from community.search.terms import DIMENSIONS, STRONGEST, core_of, counts_of, vector_of, written
from tests import factories


def test_words_and_pieces_never_share_a_number_and_the_title_counts_twice():
    alone = counts_of("roaming")
    assert sorted(number % 2 for number in alone) == [0, 1, 1, 1, 1, 1, 1]
    assert set(alone.values()) == {2}
    assert counts_of("", "roaming") == dict.fromkeys(alone, 1)


@given(st.text(max_size=3000), st.integers(0, 1000))
def test_every_text_has_a_vector_that_can_be_kept(text, texts):
    counts = counts_of(text[:100], text)
    vector = vector_of(counts, texts, dict.fromkeys(counts, texts // 2))
    assert len(core_of(vector)) <= STRONGEST
    for each in (vector, core_of(vector)):
        assert sum(weight**2 for weight in each.values()) == pytest.approx(1.0 if vector else 0.0)
        assert written(each).endswith(f"}}/{DIMENSIONS}")


def test_a_misspelt_word_and_a_compound_find_their_like(acme, publish):
    """Full text knows neither; the pieces of the words do."""
    for title in ("Where is my invoice?", "Which plan is best?", "Modem blinks at night", "Voicemail is full"):
        publish(title)
    publish("Roaming abroad costs too much")
    reindex(acme.company)
    assert [found.title for found in similar_questions(acme, "roamming")][:1] == ["Roaming abroad costs too much"]
    assert [found.title for found in similar_questions(acme, "voicemailbox")][:1] == ["Voicemail is full"]


def test_nonsense_finds_nothing(acme, publish):
    for title in ("Where is my invoice?", "Which plan is best?", "Modem blinks at night", "Voicemail is full"):
        publish(title)
    reindex(acme.company)
    assert similar_questions(acme, "xqzv wkjj plmq") == []


def test_beside_a_question_all_that_it_says_counts(acme, publish):
    for number in range(4):
        publish(f"Nothing works since Tuesday {number}", f"Please help me with case {number}.")
    other = publish("Bill looks odd", "The roaming charges in Portugal were counted twice on the invoice.")
    asked = publish("Somebody explain this", "My invoice has roaming charges from Portugal, counted twice.")
    reindex(acme.company)
    assert [found.pk for found in questions_like(acme, asked)][:1] == [other.pk]


def test_what_a_long_question_says_late_counts_too(acme, publish):
    """Neighbours are found by the strongest terms, and compared by all of them."""
    story = " ".join(f"chapter{number} of my story" for number in range(40))
    for number in range(4):
        publish(f"Nothing works since Tuesday {number}", f"{story} {number}")
    other = publish("A long story", f"{story} and the modem rattles")
    asked = publish("Listen to me", f"{story} and so it rattles")
    reindex(acme.company)
    assert [found.pk for found in questions_like(acme, asked)][:1] == [other.pk]


def test_own_language_comes_first(alpine, publish):
    reader = factories.reader_of(alpine)
    for language, title in (
        ("de", "eSIM QR-Code iPhone 15"),
        ("en", "eSIM for an iPhone 15"),
        ("en", "Where is my bill?"),
    ):
        publish(title, author=alpine, language=language)
    reindex(alpine.company)
    for language in ("de", "en"):
        found = similar_questions(reader, "eSIM QR-Code iPhone 15", language=language)
        assert [each.is_foreign for each in found] == [False, True]


def test_what_is_in_other_languages_stands_below_a_line_that_says_so(alpine, publish, browser_of):
    for language, title in (("de", "eSIM QR-Code iPhone 15"), ("en", "eSIM for an iPhone 15")):
        publish(title, author=alpine, language=language)
    page = browser_of(None).get("/c/alpine/search/similar/", {"title": "eSIM QR-Code iPhone 15"}).text
    assert (
        page.index("eSIM for an iPhone 15") < page.index("In other languages") < page.index("eSIM QR-Code iPhone 15<")
    )


def test_another_companys_questions_are_never_neighbours(cast, acme, publish):
    publish("Roaming in Portugal", author=cast.charlie)
    mine = publish("Roaming in France")
    publish("Modem blinks")
    assert [found.pk for found in similar_questions(acme, "Roaming in Portugal")] == [mine.pk]


def test_adding_up_changes_no_count(cast, acme, publish):
    for number in range(3):
        publish(f"Voicemail is full {number}")
    terms = counts_of("voicemail is full")
    before, rows = counts_in(acme.company, "en", terms), TermCount.objects.count()
    add_up(acme.company)
    assert counts_in(acme.company, "en", terms) == before
    assert TermCount.objects.count() < rows
    assert before[0] == 3


def test_vectors_are_weighed_anew_when_a_community_has_doubled(cast, acme, publish):
    first = publish("Voicemail is full")
    assert QuestionVector.objects.get(pk=first.pk).texts == 1
    publish("Modem blinks")
    assert unweighed(acme.company, most=9) == [first.pk]
    assert settle_terms(acme.company) is False
    assert unweighed(acme.company, most=9) == []
    assert QuestionVector.objects.get(pk=first.pk).texts == 2


def test_questions_from_before_the_second_engine_are_taken_in(cast, acme, publish):
    question = publish("Voicemail is full")
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_questionvector; DELETE FROM search_questionterms; DELETE FROM search_termcount"
        )
    settle_terms(acme.company)
    assert QuestionVector.objects.filter(pk=question.pk).exists()
    assert counts_in(acme.company, "en", [])[0] == 1
