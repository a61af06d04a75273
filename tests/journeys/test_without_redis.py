"""Redis is away, or hangs: what people write is taken, pages open, and nobody waits for it."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from community.events.models import Delivery
from community.questions.models import Answer, Question
from community.web.breaker import redis_breaker
from tests import factories
from tests.servers import PrivateRedis

# The breaker lets a request wait three times 100 ms; the rest is what a busy machine may need. Without it a hung Redis
# holds a request for half a minute.
PATIENCE_SECONDS = 5


@pytest.fixture(params=["stopped", "hanging"])
def sick_redis(request, settings):
    server = PrivateRedis()
    settings.REDIS_URL = server.url
    settings.REDIS_TIMEOUT_SECONDS = 0.1
    settings.CELERY_BROKER_URL = server.url.replace("unix://", "redis+socket://")
    if request.param == "stopped":
        server.stop()
    else:
        server.hang()
    redis_breaker.reset()
    yield
    redis_breaker.reset()
    if request.param == "hanging":
        server.stop()


@pytest.mark.django_db(transaction=True)
def test_people_ask_and_answer_without_waiting(cast, sick_redis):
    alice, bob = (Client(HTTP_HOST="localhost") for _each in range(2))
    alice.force_login(cast.alice.person, backend="django.contrib.auth.backends.ModelBackend")
    bob.force_login(cast.bob.person, backend="django.contrib.auth.backends.ModelBackend")
    redis_breaker.reset()
    began = time.monotonic()
    words = {"title": "How do I get a signal?", "body": factories.BODY, "topic": factories.topic_of(cast.acme).pk}
    asked = alice.post("/c/acme/ask/", words)
    question = Question.objects.get()
    bob.post(f"/c/acme/q/{question.pk}/answer/", {"body": factories.ANSWER, "purpose": "attempt"})
    page = alice.get(f"/c/acme{question.get_absolute_url()}")
    took = time.monotonic() - began
    assert (asked.status_code, page.status_code, Answer.objects.count()) == (302, 200, 1)
    assert factories.ANSWER in page.content.decode()
    assert Delivery.objects.open().exists()  # what follows waits for a worker, none of it is lost
    assert took < PATIENCE_SECONDS
