"""The search page, the suggestions while a title is typed, and the related questions."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.questions.actions.hide import hide_post
from community.search.queries import related_questions
from tests import factories

SEARCH, SIMILAR = "/c/acme/search/", "/c/acme/search/similar/"


@pytest.fixture
def visitor(browser_of):
    return browser_of(None)


def test_the_page_shows_what_was_found(visitor, publish):
    question = publish("Modem & blinks", "It is red.")
    page = visitor.get(SEARCH, {"q": "modem"}).content.decode()
    assert "<mark>Modem</mark> &amp; blinks" in page
    assert f"/c/acme/q/{question.pk}/" in page
    assert "1 question" in page


def test_nothing_found_offers_to_ask_with_the_words(visitor, publish):
    publish("Modem blinks")
    page = visitor.get(SEARCH, {"q": "red modem & more"}).content.decode()
    assert "/c/acme/ask/?title=red%20modem%20%26%20more" in page
    # No question has all the words; one comes close.
    assert "Modem blinks" in page


def test_the_filters_are_addresses_that_can_be_shared(visitor, publish):
    publish("Modem blinks")
    context = visitor.get(SEARCH, {"q": "modem", "filter": "solved", "topic": "general", "page": "1"}).context
    assert context["filter_urls"]["unsolved"] == f"{SEARCH}?q=modem&filter=unsolved&topic=general"
    assert context["topics"] == [
        {"pk": context["current_topic"].pk, "name": "General", "url": f"{SEARCH}?q=modem&filter=solved"}
    ]


@pytest.mark.parametrize(
    ("words", "meant"),
    [("phones", ["Phones and settings"]), ("settings PHONE", ["Phones and settings"]), ("and", []), ("phones red", [])],
)
def test_a_topic_whose_name_is_searched_for_is_named(cast, visitor, words, meant):
    factories.make_topic(cast.acme, "Phones and settings")
    page = visitor.get(SEARCH, {"q": words})
    named = page.context.get("meant_topics")
    assert [topic.name for topic in named] == meant
    assert ('href="/c/acme/t/phones-and-settings/"' in page.content.decode()) is bool(meant)


def test_languages_can_be_chosen_where_there_are_several(visitor, alpine, publish):
    publish("Modem blinkt", author=alpine, language="de")
    context = visitor.get("/c/alpine/search/", {"q": "modem", "language": "de"}).context
    assert [(each["code"], each["name"]) for each in context["languages"]] == [("en", "English"), ("de", "Deutsch")]
    assert len(context["hits"]) == 1
    assert visitor.get("/c/alpine/search/", {"q": "modem", "language": "en"}).context["hits"] == []


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": ""},
        {"q": "modem", "filter": "nonsense"},
        {"q": "modem", "filter": "mine"},
        {"q": "modem", "topic": "a\x1fb'"},
        {"q": "modem", "language": "xx"},
        {"q": "modem", "page": "-1"},
        {"q": "modem", "page": "9" * 500},
        {"q": "m" * 5000},
    ],
)
def test_nonsense_in_the_address_does_no_harm(visitor, publish, parameters):
    publish("Modem blinks")
    assert visitor.get(SEARCH, parameters).status_code == 200


def test_results_come_in_pages(visitor, cast, publish, deliver_all):
    for _number in range(20):
        factories.ask(cast.alice, "Modem blinks")
    publish("Modem blinks")
    first = visitor.get(SEARCH, {"q": "modem"}).context["page"]
    assert (first.previous_url, first.next_url) == ("", f"{SEARCH}?q=modem&page=2")
    second = visitor.get(SEARCH, {"q": "modem", "page": "2"}).context
    assert (second["page"].previous_url, second["page"].next_url, len(second["hits"])) == (f"{SEARCH}?q=modem", "", 1)
    assert visitor.get(SEARCH, {"q": "modem", "page": "3"}).status_code == 404


def test_searching_too_often_is_refused_in_a_sentence(visitor, cast):
    for _number in range(30):
        assert visitor.get(SEARCH, {"q": "modem"}).status_code == 200
    refused = visitor.get(SEARCH, {"q": "modem"})
    assert (refused.status_code, "searched very often" in refused.content.decode()) == (429, True)
    # The empty page is no search.
    assert visitor.get(SEARCH).status_code == 200


def test_a_page_of_results_is_three_queries(visitor, publish, django_assert_num_queries):
    publish("Modem blinks", "It is red.", factories.ANSWER)
    # The company, the search, the rows; and the savepoint that a transaction is inside of a test.
    with django_assert_num_queries(5):
        visitor.get(SEARCH, {"q": "modem"})


def test_similar_questions_are_a_fragment(visitor, publish):
    publish("Modem blinks")
    page = visitor.get(SIMILAR, {"title": "My mod"}).content.decode()
    assert "Modem blinks" in page and "<html" not in page
    assert "Modem blinks" in visitor.get(SIMILAR, {"q": "modem"}).content.decode()


@pytest.mark.parametrize("title", ["", "mo", "nothing like it"])
def test_nothing_similar_is_an_empty_fragment(visitor, publish, title):
    publish("Modem blinks")
    response = visitor.get(SIMILAR, {"title": title})
    assert (response.status_code, response.content.strip()) == (200, b"")


def test_the_question_page_shows_related_ones(visitor, cast, publish):
    question = publish("Modem blinks red")
    other = publish("Why does my modem blink?")
    page = visitor.get(f"/c/acme/q/{question.pk}/{question.slug}/").content.decode()
    assert f'href="/c/acme/q/{other.pk}/{other.slug}/"' in page


def test_related_questions_take_one_query_at_most(cast, acme, publish, django_assert_num_queries):
    question, other = publish("Modem blinks red"), publish("Why does my modem blink?")
    lonely = publish("Keeping numbers", "Somebody please tell!")
    for _time in ("compared", "kept"):
        with django_assert_num_queries(1):
            assert [each.pk for each in related_questions(acme, question)] == [other.pk]
    assert related_questions(acme, lonely) == []
    with django_assert_num_queries(0):
        assert related_questions(acme, lonely) == []


def test_related_questions_that_were_kept_are_checked_again(cast, acme, publish):
    question, other = publish("Modem blinks red"), publish("Why does my modem blink?")
    assert related_questions(acme, question) != []
    hide_post(moderator=cast.mona, post=other.post, reason="Private")
    assert related_questions(acme, question) == []


def test_the_addresses_have_names(db):
    assert (reverse("search:search"), reverse("search:similar")) == ("/search/", "/search/similar/")
