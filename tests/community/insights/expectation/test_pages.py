from __future__ import annotations

from datetime import timedelta

import pytest

from community import clock
from community.insights.expectation.actions.compute import compute_expected_times
from community.insights.expectation.models import Expectation
from tests import factories

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ASK, FRAGMENT = "/c/acme/ask/", "/c/acme/ask/expected/"


def text_of(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("<b>", "").replace("</b>", "").split())


@pytest.fixture
def computed(cast, past, sims):
    past(150, 12 * MINUTE, HOUR)
    past(150, 2 * HOUR, 5 * HOUR, topic=sims)
    compute_expected_times(cast.acme)


def test_who_wants_to_ask_reads_how_long_it_takes(cast, computed, browser_of):
    page = text_of(browser_of(cast.alice).get(ASK))
    assert "People who ask here now usually get an answer within 1 hour; 8 in 10 within 5 hours." in page
    assert "From 256 questions" in page


def test_visitors_read_it_too(cast, computed, browser_of):
    assert "usually get an answer within" in text_of(browser_of(None).get(ASK))


def test_with_a_topic_in_the_address_it_is_about_that_topic(cast, computed, browser_of, sims):
    page = text_of(browser_of(cast.alice).get(f"{ASK}?topic={sims.pk}"))
    assert "People with a question like this usually get an answer within 2 hours; 8 in 10 within 5 hours." in page
    assert f'<option value="{sims.pk}" selected>' in page


def test_without_javascript_the_form_shows_it_for_the_chosen_topic(cast, computed, browser_of, sims):
    words = {"check": "expected", "title": "Why is it so?", "body": "", "topic": sims.pk}
    assert "People with a question like this" in text_of(browser_of(cast.alice).post(ASK, words))


def test_another_topic_fetches_the_sentence(cast, computed, browser_of, sims):
    browser = browser_of(cast.alice)
    page = browser.get(ASK).content.decode()
    assert 'hx-get="/c/acme/ask/expected/" hx-trigger="change from:#id_topic"' in page
    assert "within 2 hours" in text_of(browser.get(f"{FRAGMENT}?topic={sims.pk}"))
    assert "<html" not in text_of(browser.get(f"{FRAGMENT}?topic={sims.pk}"))


@pytest.mark.parametrize("topic", ["", "x", "-1", "999999999999", "9" * 40, "٣"])
def test_no_topic_is_the_community_in_general(cast, computed, browser_of, topic):
    assert "People who ask here now" in text_of(browser_of(None).get(FRAGMENT, {"topic": topic}))


def test_the_fragment_is_about_the_chosen_language(cast, computed, browser_of, past):
    cast.acme.languages = ["en", "de"]
    cast.acme.save()
    past(100, 3 * HOUR, language="de")
    with clock.moved(HOUR):
        compute_expected_times(cast.acme)
        browser = browser_of(None)
        assert "within 3 hours" in text_of(browser.get(FRAGMENT, {"language": "de"}))
        assert "within 1 hour" in text_of(browser.get(FRAGMENT, {"language": "fr"}))


def test_under_thirty_answers_the_page_says_that_there_is_not_enough_data(cast, past, browser_of):
    past(29, MINUTE)
    compute_expected_times(cast.acme)
    assert "There is not enough data yet" in text_of(browser_of(cast.alice).get(ASK))


def test_where_most_wait_the_page_says_so(cast, past, browser_of):
    past(100, MINUTE, None, None)
    compute_expected_times(cast.acme)
    assert "Fewer than half of the people who ask here get an answer within a week." in text_of(
        browser_of(cast.alice).get(ASK)
    )


def test_the_page_for_asking_makes_one_query_more(cast, past, browser_of, django_assert_num_queries):
    browser = browser_of(None)
    with django_assert_num_queries(3):
        browser.get(ASK)
    with django_assert_num_queries(2):
        browser.get(FRAGMENT)


def test_the_asker_is_reminded_while_nobody_has_answered(cast, computed, browser_of, deliver_all):
    question = factories.ask(cast.alice)
    path, said = f"/c/acme/q/{question.pk}/{question.slug}/", "Questions like yours usually get an answer within 1 hour"
    # Before the follower has run, and after it.
    assert said in text_of(browser_of(cast.alice).get(path))
    deliver_all()
    assert said in text_of(browser_of(cast.alice).get(path))
    for other in (None, cast.bob, cast.mona):
        assert "Questions like yours" not in text_of(browser_of(other).get(path))
    factories.answer(cast.bob, question)
    assert "Questions like yours" not in text_of(browser_of(cast.alice).get(path))


def test_it_is_said_when_it_takes_longer(cast, computed, browser_of, deliver_all):
    question = factories.ask(cast.alice)
    deliver_all()
    most = Expectation.objects.get().p80
    with clock.moved(most + MINUTE):
        page = text_of(browser_of(cast.alice).get(f"/c/acme/q/{question.pk}/{question.slug}/"))
    assert (
        "8 in 10 questions like yours had an answer within 1 hour. Yours waits longer than that. We are sorry." in page
    )


def test_a_live_page_lets_the_sentence_go(cast, computed, browser_of, deliver_all):
    question = factories.ask(cast.alice)
    browser = browser_of(cast.alice)
    assert "Questions like yours" in text_of(browser.get(f"/c/acme/q/{question.pk}/thread/"))
    factories.solve(question, cast.bob)
    assert "Questions like yours" not in text_of(browser.get(f"/c/acme/q/{question.pk}/thread/"))
