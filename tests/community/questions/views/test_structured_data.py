"""What search engines are told about a question's page."""

from __future__ import annotations

import json
import re

from accounts.models import Membership
from tests import factories

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def told(browser, question) -> dict | None:
    found = _DATA.search(browser.get(f"/c/acme{question.get_absolute_url()}").content.decode())
    return json.loads(found[1]) if found else None


def test_a_solved_question_is_told_with_its_answers(cast, client):
    question = factories.ask(cast.alice, "How do I switch roaming on?")
    suggested = factories.answer(cast.mona, question, "Have you looked into the settings of your phone?")
    accepted = factories.solve(question, cast.bob)
    said = told(client, question)["mainEntity"]
    assert (said["@type"], said["name"], said["answerCount"]) == ("Question", "How do I switch roaming on?", 2)
    assert said["author"] == {
        "@type": "Person", "name": "Alice", "url": f"http://testserver/c/acme/u/{cast.alice.pk}/"
    }  # fmt: skip
    assert said["acceptedAnswer"]["text"] == factories.ANSWER
    assert said["acceptedAnswer"]["url"].endswith(f"#answer-{accepted.pk}")
    assert [each["url"].rpartition("-")[2] for each in said["suggestedAnswer"]] == [str(suggested.pk)]
    assert said["datePublished"] == question.asked_at.isoformat(timespec="seconds")


def test_a_question_without_an_answer_is_not_told(cast, client):
    question = factories.ask(cast.alice)
    factories.answer(cast.mona, question, "Which phone is it?", purpose="needs_info")
    assert told(client, question) is None


def test_no_text_ends_the_element_or_starts_another(cast, client):
    question = factories.ask(cast.alice, "What does </script><script>alert(1)</script> & <!-- do?")
    factories.answer(cast.bob, question, "`</script><script>alert(1)</script>` does nothing here at all.")
    said = told(client, question)["mainEntity"]
    assert said["name"] == "What does </script><script>alert(1)</script> & <!-- do?"
    assert "</script><script>alert(1)" in said["suggestedAnswer"][0]["text"]


def test_who_has_left_has_no_page(cast, client):
    question = factories.ask(cast.alice)
    factories.answer(cast.bob, question)
    Membership.objects.filter(pk=cast.bob.pk).update(kind="former", person=None)
    assert told(client, question)["mainEntity"]["suggestedAnswer"][0]["author"].keys() == {"@type", "name"}


def test_members_are_told_nothing_that_only_search_engines_read(cast, browser_of):
    question = factories.ask(cast.alice)
    factories.answer(cast.bob, question)
    assert told(browser_of(cast.alice), question) is None
