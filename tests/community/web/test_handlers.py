import socket

import pytest
from asgiref.testing import ApplicationCommunicator
from django.test import RequestFactory

from community.web.handlers import PagesASGIHandler, PagesWSGIHandler

pytestmark = [pytest.mark.urls("tests.community.web.urls"), pytest.mark.django_db]


def over_wsgi(**extra):
    """Return the status line and the page of a request that a WSGI server passes on."""
    environ = RequestFactory()._base_environ(PATH_INFO="/echo/", SERVER_NAME="localhost", **extra)
    status = []
    body = b"".join(PagesWSGIHandler()(environ, lambda line, headers: status.append(line)))
    return status[0], body.decode()


@pytest.mark.parametrize("charset", ["hex", "rot13", "utf-16", "idna", "no-such"])
def test_an_encoding_that_breaks_django_is_refused_in_words(charset):
    status, page = over_wsgi(QUERY_STRING="q=1", CONTENT_TYPE=f"text/plain; charset={charset}")
    assert status == "400 Bad Request"
    assert "Please send text as UTF-8." in page


def test_utf8_is_an_encoding():
    assert over_wsgi(QUERY_STRING="q=1", CONTENT_TYPE="text/plain; charset=utf-8")[0] == "200 OK"


async def over_asgi(query=b"q=1", headers=(), method="GET", chunks=(b"",)):
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": "/echo/",
        "query_string": query,
        "headers": [(b"host", b"localhost"), *headers],
        "client": ["192.0.2.1", 4711],
        "server": ["localhost", 80],
    }
    communicator = ApplicationCommunicator(PagesASGIHandler(), scope)
    for number, chunk in enumerate(chunks, start=1):
        await communicator.send_input({"type": "http.request", "body": chunk, "more_body": number < len(chunks)})
    start = await communicator.receive_output(timeout=10)
    body = await communicator.receive_output(timeout=10)
    return start["status"], body["body"].decode()


@pytest.mark.django_db(transaction=True)
async def test_an_address_in_another_encoding_is_refused_in_words_over_asgi():
    status, page = await over_asgi(query=b"q=\xff")
    assert status == 400
    assert "The address is not valid UTF-8." in page


@pytest.mark.django_db(transaction=True)
async def test_an_encoding_that_breaks_django_is_refused_over_asgi_too():
    status, page = await over_asgi(headers=[(b"content-type", b"text/plain; charset=hex")])
    assert status == 400
    assert "Please send text as UTF-8." in page


@pytest.mark.django_db(transaction=True)
async def test_pages_are_served_over_asgi():
    assert (await over_asgi())[0] == 200


FORM = (b"content-type", b"application/x-www-form-urlencoded")


@pytest.mark.django_db(transaction=True)
async def test_a_body_without_a_length_is_kept_only_up_to_what_it_may_have(monkeypatch, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    kept = []
    make = PagesASGIHandler.create_request
    monkeypatch.setattr(
        PagesASGIHandler,
        "create_request",
        lambda self, scope, body: (kept.append(body.seek(0, 2)), body.seek(0), make(self, scope, body))[-1],
    )
    status, _page = await over_asgi(headers=[FORM], method="POST", chunks=[b"body=" + b"x" * 700] * 50)
    assert status == 413
    assert kept == [1001]


REQUESTS = [
    b"GET /echo/?q=\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /echo/%00/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /echo/ HTTP/1.1\r\nHost: lo\xffcal\r\n\r\n",
    b"GET /echo/ HTTP/1.1\r\nHost: localhost\r\nCookie: a=\xff\x01; b\r\n\r\n",
    b"GET http://evil.example/echo/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
    b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n",
    b"POST /echo/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\nx",
]


@pytest.mark.parametrize("raw", REQUESTS)
@pytest.mark.django_db(transaction=True)
def test_raw_bytes_never_make_a_server_error(live_server, raw):
    with socket.create_connection((live_server.thread.host, live_server.thread.port), timeout=10) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").readline()
    assert answer.split(b" ")[1][:1] in b"24"
