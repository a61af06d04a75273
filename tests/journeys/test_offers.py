"""In the demo and over HTTP: whoever solved a roaming question is asked when the next one comes, and is told why."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Company, Membership
from community.demo.seeding import seed_demo
from community.personalization.experiments.queries.hold_out import in_hold_out
from community.personalization.memory.tasks import sweep
from community.personalization.routing.models import Offer
from community.questions.models import Question
from tests import factories
from tests.journeys.test_rewards import sign_in, submission, words

pytestmark = pytest.mark.django_db
ROAMING = "Roaming does not work in Norway"
AGAIN = "No roaming in Norway since I crossed the border"


@pytest.fixture
def settle(deliver_all: Callable[[], int]) -> Callable[[], None]:
    """Return what the workers do in the seconds after something happened: deliver, learn, deliver what came of it."""

    def work() -> None:
        deliver_all()
        sweep()
        deliver_all()

    return work


def ask(asker: Client, title: str, topic: int) -> Question:
    """Ask over HTTP, again where the question is among those that are held out."""
    while True:
        asked = {"title": title, "body": factories.BODY, "topic": topic, "tags": ""}
        asker.post("/c/lark/ask/", {**asked, "submission": submission(asker, "ask/")})
        question = Question.objects.latest("pk")
        if not in_hold_out(question.company_id, f"question:{question.pk}"):
            return question
        asker.post(f"/c/lark/q/{question.pk}/close/", {"reason": "Twice."})


def test_from_a_solution_to_the_next_question_and_out_again(settle):
    seed_demo()
    lark = Company.objects.get(slug="lark")
    topic = factories.topic_of(lark).pk
    rosa, tunde = sign_in("rosa@lark.example"), sign_in("tunde@lark.example")
    helper = Membership.objects.get(company=lark, person__email="tunde@lark.example")
    answered = tunde.post(
        "/c/lark/settings/choices/routing/",
        {"answer": "yes", "wording": 2, "surface": "offers", "next": "/c/lark/offers/"},
    )
    assert answered.status_code == 302

    first = ask(rosa, ROAMING, topic)
    page = f"q/{first.pk}/{first.slug}/"
    reply = {"body": factories.ANSWER, "purpose": "attempt", "submission": submission(tunde, page)}
    tunde.post(f"/c/lark/q/{first.pk}/answer/", reply)
    rosa.post(f"/c/lark/answers/{first.answers.get().pk}/accept/")
    settle()

    second = ask(rosa, AGAIN, topic)
    settle()
    offered = words(tunde, "offers/")
    assert AGAIN in offered
    assert f"You answered questions like this one: {ROAMING}" in offered
    assert re.search(r"You solved \d+ questions? about .+ in the last 90 days\.", offered)
    assert re.search(r"\d+ helpers? (was|were) asked\.", words(rosa, f"q/{second.pk}/{second.slug}/"))
    assert "You may know the answer to this question" in words(tunde, "inbox/")
    offer = Offer.objects.get(member=helper, question=second)
    assert abs(offer.base + sum(offer.contributions.values()) - offer.score) < 1e-9

    tunde.post("/c/lark/settings/choices/routing/", {"answer": "no", "wording": 2, "surface": "offers"})
    assert AGAIN not in words(tunde, "offers/")
    settle()
    assert not Offer.objects.filter(member=helper).exists()
    third = ask(rosa, "Norway again: roaming is off", topic)
    settle()
    assert not Offer.objects.filter(member=helper).exists()
    assert third.needs_answer
