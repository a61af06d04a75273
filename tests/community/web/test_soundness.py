import pytest
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from community.web.handlers import PagesWSGIHandler
from community.web.soundness import Unsound, check_body, check_head

pytestmark = [pytest.mark.urls("tests.community.web.urls"), pytest.mark.django_db]

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xx"
PART = b'--xx\r\nContent-Disposition: form-data; name="body"\r\n\r\n'


@pytest.mark.parametrize(
    "extra",
    [
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "localhost\x00"},
        {"HTTP_HOST": "local host"},
        {"HTTP_HOST": "löcalhost"},
        {"HTTP_HOST": "[::1"},
        {"HTTP_HOST": ""},
        {"CONTENT_LENGTH": "abc"},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "1_0"},
        {"CONTENT_LENGTH": "٣"},
        {"CONTENT_TYPE": "text/plain; charset=utf-16"},
        {"CONTENT_TYPE": "text/plain; charset=hex"},
        {"CONTENT_TYPE": "text/plain; charset=idna"},
        {"CONTENT_TYPE": "text/plain; charset=no-such-thing"},
        {"QUERY_STRING": "q=%00"},
        {"QUERY_STRING": "%00=1"},
        {"QUERY_STRING": "q=%FF"},
        {"QUERY_STRING": "q=\xff"},
        {"QUERY_STRING": "q=%ED%A0%80"},
        {"QUERY_STRING": "q=%C0%80"},
        {"QUERY_STRING": "&".join(f"q{number}=1" for number in range(300))},
        {"PATH_INFO": "/echo/\x00/"},
        {"HTTP_COOKIE": "a=\x00"},
        {"HTTP_COOKIE": 'peerdesk_session="\\000\\000\\000\\000\\000\\000\\000\\000"'},
        {"HTTP_COOKIE": 'sessionid="\\000abcdefgh"'},
    ],
)
def test_a_head_that_makes_no_sense(visitor, extra):
    response = visitor.get("/echo/", **extra)
    assert response.status_code == 400
    assert "</h1>" in response.content.decode()
    assert "X-Request-ID" in response


@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"CONTENT_LENGTH": ""},
        {"QUERY_STRING": "q=%C3%A4&q=%F0%9F%98%80&x=%zz&y=%"},
        {"QUERY_STRING": "q=a+b&&=&page="},
        {"QUERY_STRING": "ä=ü".encode().decode("latin-1")},
        {"HTTP_COOKIE": '=;;a;b=\xff; sessionid=x; messages="\\377"; =c'},
        {"HTTP_ACCEPT_LANGUAGE": "x" * 5000},
        {"HTTP_ACCEPT": "\x00;q=x"},
        {"CONTENT_TYPE": "text/plain; charset=UTF-8"},
        {"CONTENT_TYPE": ";;;="},
        {"HTTP_X_FORWARDED_FOR": "\x00,,,"},
        {"HTTP_IF_MODIFIED_SINCE": "never"},
        {"HTTP_REFERER": "http://["},
        {"HTTP_ORIGIN": "http://["},
    ],
)
def test_a_strange_head_that_can_be_read(visitor, extra):
    assert visitor.get("/echo/", **extra).status_code == 200


@pytest.mark.parametrize("path", ["/%FF/", "/echo/%FF/", "/%ED%A0%80/", "//", "/../../etc/passwd", "/%2e%2e/%2f"])
def test_a_path_that_is_not_utf8_is_never_a_bug(visitor, path):
    assert visitor.get(path).status_code < 500


_BASE64_PART = PART.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
_FILE_PART = PART.replace(b'"body"', b'"f"; filename="f"') + b"x\r\n"


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        pytest.param(FORM, b"body=" + b"x" * (2 * 1024 * 1024 + 1), 413, id="large form"),
        pytest.param("application/json", b"x" * (2 * 1024 * 1024 + 1), 413, id="large json"),
        pytest.param(MULTIPART, PART + b"x" * (2 * 1024 * 1024 + 1), 413, id="large multipart"),
        pytest.param(FORM, b"&".join(b"a%d=1" % number for number in range(300)), 400, id="many fields"),
        pytest.param(MULTIPART, (PART + b"x\r\n") * 300 + b"--xx--", 400, id="many parts"),
        pytest.param(MULTIPART, _FILE_PART * 150 + b"--xx--", 400, id="many files"),
        (FORM + "; charset=utf-16", b"body=x", 400),
        (FORM + "; charset=hex", b"body=x", 400),
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=", b"x", 400),
        ("multipart/form-data; boundary=\xff", b"x", 400),
        pytest.param("multipart/form-data; boundary=" + "x" * 300, b"x", 400, id="long boundary"),
    ],
)
def test_a_body_that_cannot_be_taken(visitor, content_type, body, code):
    response = visitor.generic("POST", "/echo/", body, content_type=content_type)
    assert response.status_code == code
    assert "</h1>" in response.content.decode()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b"body=%00%FF%ED%A0%80"),
        (FORM, b"\xff\xfe=\x00"),
        (FORM, b""),
        (MULTIPART, b""),
        (MULTIPART, b"--xx--"),
        (MULTIPART, PART),
        (MULTIPART, _BASE64_PART + b"!\r\n--xx--"),
        (MULTIPART, PART + b"\xff\x00\r\n--xx--"),
        (MULTIPART, b"--xx\r\n\r\n\r\n--xx--"),
        (MULTIPART, b'--xx\r\nContent-Disposition: form-data; name="\xff"; filename="../../\x00"\r\n\r\nx\r\n--xx--'),
        (MULTIPART, b"--xx\r\nContent-Disposition: form-data; name*=utf-7''a%00\r\n\r\nx\r\n--xx--"),
        (MULTIPART, b"--xx\r\nContent-Disposition: form-data; name*=no-such''a\r\n\r\nx\r\n--xx--"),
        (
            MULTIPART,
            b"--xx\r\nContent-Disposition: form-data; name=a\r\nContent-Type: a; charset=hex\r\n\r\nx\r\n--xx--",
        ),
        ("", b"body=x"),
        ("\x00", b"body=x"),
        ("application/json", b"\xff"),
    ],
)
def test_a_strange_body_is_never_a_bug(visitor, content_type, body):
    assert visitor.generic("POST", "/echo/", body, content_type=content_type).status_code < 500


def test_a_length_of_a_million_digits_is_too_large(visitor):
    assert visitor.get("/echo/", CONTENT_LENGTH="9" * 1_000_000).status_code == 413


def test_the_pages_come_in_debug_mode_too(visitor, settings):
    settings.DEBUG = True
    assert visitor.get("/echo/", HTTP_HOST="evil.example").status_code == 400
    response = visitor.generic("POST", "/echo/", b"x", content_type="multipart/form-data")
    assert response.status_code == 400
    assert "Traceback" not in response.content.decode()


class ServedRequests(RequestFactory):
    """Makes requests as our handlers do for a server."""

    def request(self, **request):
        return PagesWSGIHandler.request_class(self._base_environ(**request))


@settings(max_examples=200, deadline=None)
@given(
    query=st.text(st.characters(max_codepoint=255), max_size=40),
    cookie=st.text(st.characters(max_codepoint=255), max_size=40),
    content_type=st.sampled_from([FORM, MULTIPART, "application/json", "text/plain; charset=rot13"])
    | st.text(st.characters(max_codepoint=255), max_size=40),
    body=st.binary(max_size=80) | st.binary(max_size=40).map(lambda end: PART + end),
)
def test_any_request_is_read_or_refused(query, cookie, content_type, body):
    request = ServedRequests().generic(
        "POST", "/", body, content_type=content_type, QUERY_STRING=query, HTTP_COOKIE=cookie
    )
    try:
        check_head(request)
        check_body(request)
    except Unsound as refusal:
        assert refusal.code in (400, 413)
    else:
        request.GET.urlencode()
        request.POST.urlencode()
