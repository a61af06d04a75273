"""The web server is killed while people send forms: each form is there once or not at all, and may be sent again."""

from __future__ import annotations

import threading
import urllib.error
import urllib.parse
import urllib.request
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client

from community.questions.models import Answer, Episode, Question
from tests import factories
from tests.faults.conftest import free_port

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

TOKEN = "a" * 32


def send(port: int, path: str, session: str, words: dict[str, object]) -> int:
    """Post a form as a browser does; return the status, 0 when nobody answered."""
    cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
    body = urllib.parse.urlencode({**words, "csrfmiddlewaretoken": TOKEN}).encode()
    request = urllib.request.Request(f"http://localhost:{port}{path}", body, {"Cookie": cookies})

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args: object) -> None:
            return None

    try:
        with urllib.request.build_opener(Stay).open(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ConnectionError):
        return 0


def session_of(member) -> str:
    client = Client(HTTP_HOST="localhost")
    client.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_killed_server_leaves_whole_forms_or_none(cast, processes):
    question = factories.ask(cast.alice)
    helpers = [factories.make_member(cast.acme) for _each in range(6)]
    sessions = [session_of(helper) for helper in helpers]
    forms = [uuid4() for _each in helpers]
    path = f"/c/acme/q/{question.pk}/answer/"
    acknowledged: set[UUID] = set()

    def post(port: int, number: int) -> None:
        words = {"body": factories.ANSWER, "purpose": "attempt", "submission": forms[number]}
        if send(port, path, sessions[number], words) == 302:
            acknowledged.add(forms[number])

    for _round in range(3):
        port = free_port()
        web = processes.web(port)
        senders = [threading.Thread(target=post, args=(port, number)) for number in range(len(helpers))]
        for sender in senders:
            sender.start()
        senders[0].join()
        processes.kill(web)
        for sender in senders:
            sender.join()
    port = free_port()
    processes.web(port)
    for number in range(len(helpers)):
        post(port, number)
    stored = list(Answer.objects.values_list("post__submission", flat=True))
    assert acknowledged == set(forms)
    assert sorted(stored) == sorted(forms)
    question.refresh_from_db()
    assert (question.answer_count, question.state) == (6, "answered")
    assert Episode.objects.get().ended_at is None
    assert Question.objects.count() == 1
