"""Searching by words."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.questions.actions.close import close_question
from community.questions.models import Question
from community.search.queries import search, search_questions
from tests import factories


def titles(page) -> list[str]:
    return [hit.question.title for hit in page.hits]


def test_words_are_found_in_all_their_forms(acme, publish):
    publish("My phone keeps restarting", "It restarted four times today.")
    assert titles(search_questions(acme, "phone restarts")) == ["My phone keeps restarting"]


def test_each_language_has_its_own_forms(alpine, publish):
    reader = factories.reader_of(alpine)
    publish("Wo finde ich meine Rechnungen?", author=alpine, language="de")
    publish("Where are my invoices?", author=alpine, language="en")
    assert titles(search_questions(reader, "Rechnung")) == ["Wo finde ich meine Rechnungen?"]
    assert titles(search_questions(reader, "invoice")) == ["Where are my invoices?"]


def test_a_minus_word_counts_in_every_language(alpine, publish):
    """The English stem of charging is in no German document; without their language it would let all of them through."""
    publish("Wifi stops while charging", author=alpine, language="en")
    publish("Wifi beim charging weg", author=alpine, language="de")
    publish("Wifi blinks", author=alpine, language="en")
    assert titles(search_questions(factories.reader_of(alpine), "wifi -charging")) == ["Wifi blinks"]


def test_a_word_without_meaning_in_one_language_is_a_word_in_another(alpine, publish):
    publish("Die hard", author=alpine, language="en")
    publish("Was kostet die Karte?", author=alpine, language="de")
    assert titles(search_questions(factories.reader_of(alpine), "die")) == ["Die hard"]


def test_the_words_may_be_spread_over_the_page(acme, publish):
    question = publish("No network abroad", "I am in Portugal.", "Switch roaming on in the settings of the phone.")
    assert [hit.question for hit in search_questions(acme, "portugal roaming network").hits] == [question]


def test_the_snippet_comes_from_the_passage_that_says_most(acme, publish):
    publish(
        "No network abroad", "I am in Portugal.", "It is the weather, surely.", "Switch roaming on in the settings."
    )
    [hit] = search_questions(acme, "roaming").hits
    assert hit.snippet == "Switch <mark>roaming</mark> on in the settings"


def test_what_was_found_is_marked_in_the_title(acme, publish):
    publish("Roaming & bills", "About R&D.")
    [hit] = search_questions(acme, "roam").hits
    assert hit.title == "<mark>Roaming</mark> &amp; bills"


def test_a_quoted_phrase_stands_together(acme, publish):
    publish("A new card for the phone")
    publish("My phone is a card")
    assert titles(search_questions(acme, '"new card"')) == ["A new card for the phone"]


def test_either_word_with_or(acme, publish):
    publish("Voicemail is full")
    publish("Hotspot is slow")
    publish("Battery is flat")
    assert set(titles(search_questions(acme, "voicemail or hotspot"))) == {"Voicemail is full", "Hotspot is slow"}


def test_tags_are_found(acme, publish):
    publish("It does not ring", tags=["voicemail"])
    assert search_questions(acme, "voicemail").total == 1


def test_a_title_counts_more_than_a_remark_in_an_answer(acme, publish):
    publish("Voicemail does not answer", "It just rings.")
    publish("The phone rings on and on", "For a minute.", "Maybe ask about voicemail at the shop, they know more.")
    assert titles(search_questions(acme, "voicemail"))[0] == "Voicemail does not answer"


def test_of_two_alike_the_solved_one_comes_first(cast, acme, publish, deliver_all):
    solved = publish("Voicemail does not answer")
    factories.solve(solved, cast.bob)
    publish("Voicemail does not answer", "What can I do?", factories.ANSWER)
    deliver_all()
    assert [hit.question.state for hit in search_questions(acme, "voicemail").hits] == ["resolved", "answered"]


@pytest.fixture
def states(cast, publish, deliver_all) -> None:
    publish("Modem, nobody replied")
    publish("Modem, somebody replied", "What can I do?", factories.ANSWER)
    factories.solve(publish("Modem, solved", author=cast.mona), cast.bob)
    close_question(member=cast.mona, question=publish("Modem, closed"), reason="Off topic")
    deliver_all()


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("solved", {"Modem, solved"}),
        ("unsolved", {"Modem, nobody replied", "Modem, somebody replied"}),
        ("unanswered", {"Modem, nobody replied"}),
        ("mine", {"Modem, solved"}),
        ("", {"Modem, nobody replied", "Modem, somebody replied", "Modem, solved", "Modem, closed"}),
    ],
)
def test_filters_by_state(cast, states, state, found):
    assert set(titles(search_questions(factories.reader_of(cast.mona), "modem", state=state))) == found


def test_the_filter_by_topic_includes_its_parts(cast, acme, publish):
    general = factories.topic_of(cast.acme)
    devices = factories.make_topic(cast.acme, "Devices")
    phones = factories.make_topic(cast.acme, "Phones", parent=devices)
    publish("Modem of the general kind", topic=general)
    publish("Modem as a device", topic=devices)
    publish("Modem in a phone", topic=phones)
    assert set(titles(search_questions(acme, "modem", topic="devices"))) == {"Modem as a device", "Modem in a phone"}
    assert titles(search_questions(acme, "modem", topic="phones")) == ["Modem in a phone"]
    assert search_questions(acme, "modem", topic="no-such-topic").total == 0


def test_the_filter_by_language(alpine, publish):
    publish("Modem blinks", author=alpine, language="en")
    publish("Modem blinkt", author=alpine, language="de")
    assert titles(search_questions(factories.reader_of(alpine), "modem", language="de")) == ["Modem blinkt"]


def test_only_the_newest_candidates_are_ranked(acme, publish, monkeypatch):
    for number in range(4):
        publish(f"Modem {number}")
    monkeypatch.setattr(search, "MAX_CANDIDATES", 2)
    page = search_questions(acme, "modem")
    assert (set(titles(page)), page.total, page.is_capped) == ({"Modem 3", "Modem 2"}, 2, True)


def test_a_filter_comes_before_the_cap(cast, acme, publish, deliver_all, monkeypatch):
    factories.solve(publish("Modem, solved long ago"), cast.bob)
    for number in range(3):
        publish(f"Modem {number}")
    deliver_all()
    monkeypatch.setattr(search, "MAX_CANDIDATES", 2)
    assert titles(search_questions(acme, "modem", state="solved")) == ["Modem, solved long ago"]


def test_pages_follow_each_other_without_gap_or_overlap(acme, publish):
    for _each in range(5):
        publish("Modem")
    pages = [search_questions(acme, "modem", limit=2, offset=offset) for offset in (0, 2, 4)]
    shown = [hit.question.pk for page in pages for hit in page.hits]
    assert (len(shown), len(set(shown)), {page.total for page in pages}) == (5, 5, {5})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("the", "too common"),
        ("-modem", "too common"),
        ('" - | & ! ( ) : *', "too common"),
        ("modem " * 40, "at most 200"),
        ("mo\x00dem", "cannot be searched"),
        ("mo\ud800dem", "cannot be searched"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_what_cannot_be_searched_gets_a_sentence(acme, publish, text, said):
    publish("Modem blinks")
    page = search_questions(acme, text)
    assert (page.hits, page.total) == ([], 0)
    assert said in page.notice and bool(said) == bool(page.notice)


def test_html_that_people_wrote_is_text(acme, publish):
    publish("<b>Modem</b> <script>alert(1)</script>", "`<mark>modem</mark>` and &lt;img onerror=x&gt; modem")
    [hit] = search_questions(acme, "modem").hits
    for html in (hit.title, hit.snippet):
        assert "<" not in html.replace("<mark>", "").replace("</mark>", "")


def test_the_number_of_queries_does_not_grow(acme, publish, django_assert_num_queries):
    publish("Modem 0", "What can I do?", factories.ANSWER, tags=["one", "two"])
    for expected in (1, 4):
        # Two that read, and two for the savepoint that a transaction is inside of a test.
        with django_assert_num_queries(4):
            assert len(search_questions(acme, "modem").hits) == expected
        for number in range(3):
            publish(f"Modem {number + 1}", "What can I do?", factories.ANSWER, factories.ANSWER)


@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_ends_with_a_sentence(acme, publish):
    publish("Modem blinks")
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK search_searchdocument")
            locked.set()
            done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert locked.wait(10)
        assert "took too long" in search_questions(acme, "modem").notice
    finally:
        done.set()
        holder.join()
    assert search_questions(acme, "modem").total == 1


def test_every_page_of_results_knows_the_topics(cast, acme):
    factories.make_topic(cast.acme, "Old things", is_archived=True)
    assert [topic.slug for topic in search_questions(acme, "nothing at all").topics] == ["general"]


OPERATORS = st.sampled_from(
    ['"', "'", "-", "|", "&", "!", "(", ")", ":*", "<->", "\\", " or ", "%s", "%", "\x02", "é", "😀"]
)
HOSTILE = st.lists(st.one_of(st.text(max_size=20), OPERATORS, st.just("modem")), max_size=12).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=HOSTILE)
def test_no_text_breaks_the_search(alpine, publish, text):
    if not Question.objects.exists():
        publish("Modem blinks", author=alpine)
    page = search_questions(factories.reader_of(alpine), text)
    assert len(page.hits) <= page.total <= 1
