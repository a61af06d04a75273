"""What waits, and who could help."""

from __future__ import annotations

from community import clock
from community.personalization.accountability.queries.demand import demand_by_language, demand_by_topic
from community.questions.models import Question
from tests import factories
from tests.community.personalization.accountability.conftest import ago


def test_a_language_without_a_consenting_helper_stands_first(cast):
    with ago(3):
        answered = factories.ask(cast.alice)
        factories.answer(cast.bob, answered)
    with ago(2):
        factories.ask(cast.alice)
        factories.ask(cast.alice)
        spanish = factories.ask(cast.alice)
    factories.ask(cast.alice)
    Question.objects.filter(pk=spanish.pk).update(language="es")
    factories.consent(cast.bob, "routing")
    found = demand_by_language(factories.reader_of(cast.alice), clock.now())
    assert [(each.key, each.waiting, each.helpers) for each in found] == [("es", 1, 0), ("en", 2, 1)]
    (topic,) = demand_by_topic(factories.reader_of(cast.alice), clock.now())
    assert (topic.waiting, topic.helpers) == (3, 1)


def test_the_board_lists_the_questions_of_the_chosen_language(cast, browser_of, django_assert_num_queries):
    with ago(2):
        english, spanish = (factories.ask(cast.alice, title) for title in ("Why is it slow?", "Why is it red?"))
    Question.objects.filter(pk=spanish.pk).update(language="es")
    browser = browser_of(None)
    whole = browser.get("/c/acme/learning/demand/").content.decode()
    assert english.title in whole and spanish.title in whole
    with django_assert_num_queries(6):
        narrowed = browser.get("/c/acme/learning/demand/?language=es").content.decode()
    assert english.title not in narrowed and spanish.title in narrowed and "Spanish" in narrowed
    other = browser.get("/c/bolt/learning/demand/").content.decode()
    assert english.title not in other
