import pytest

from community.live.origin import comes_from_our_page


def scope(*, host="localhost:8000", origins=("http://localhost:8000",), scheme="ws", **headers):
    pairs = [(b"host", host.encode())] if host is not None else []
    pairs += [(b"origin", each.encode("latin-1")) for each in origins]
    pairs += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "websocket", "scheme": scheme, "headers": pairs}


@pytest.mark.parametrize(
    ("origin", "host", "scheme"),
    [
        ("http://localhost:8000", "localhost:8000", "ws"),
        ("http://localhost", "localhost", "ws"),
        ("http://localhost", "localhost:80", "ws"),
        ("https://localhost", "localhost", "wss"),
        ("https://localhost", "localhost:443", "wss"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", "ws"),
        ("http://[::1]:8000", "[::1]:8000", "ws"),
        ("http://acme.localhost", "ACME.localhost", "ws"),
    ],
)
def test_the_same_scheme_host_and_port_is_our_page(origin, host, scheme):
    assert comes_from_our_page(scope(origins=[origin], host=host, scheme=scheme))


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:9999",
        "http://localhost",
        "https://localhost:8000",
        "http://localhost.evil.example:8000",
        "http://evil.example",
        "http://acme.localhost:8000",
        "chrome-extension://localhost:8000",
        "file://",
        "null",
        "",
        "*",
        "localhost:8000",
        "//localhost:8000",
        "http://localhost:8000/",
        "http://localhost:8000/path",
        "http://localhost:8000?x",
        "http://localhost:8000#x",
        "http://user@localhost:8000",
        "http://localhost:8000@evil.example",
        "http://localhost:8000 http://evil.example",
        "http://[",
        "http://localhost:99999",
        "http://localhost:port",
        "http://",
        "http://localhost:8000\t",
        "http://\xe4\xf6\xfc",
    ],
)
def test_every_other_origin_is_nobodys(origin):
    assert not comes_from_our_page(scope(origins=[origin]))


def test_a_missing_or_doubled_origin_is_nobodys():
    assert not comes_from_our_page(scope(origins=[]))
    assert not comes_from_our_page(scope(origins=["http://localhost:8000"] * 2))


@pytest.mark.parametrize("host", [None, "", "evil.example", "localhost:8000:1", "local\x00host", "[::1"])
def test_a_host_that_is_missing_or_not_ours_has_no_pages(host):
    assert not comes_from_our_page(scope(host=host, origins=[f"http://{host}"]))
    assert not comes_from_our_page(scope(host=host, origins=[""]))


def test_a_trusted_origin_is_let_in_exactly(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://www.acme.example", "https://*.bolt.example"]
    assert comes_from_our_page(scope(origins=["https://www.acme.example"]))
    assert not comes_from_our_page(scope(origins=["http://www.acme.example"]))
    assert not comes_from_our_page(scope(origins=["https://www.acme.example:8443"]))
    assert not comes_from_our_page(scope(origins=["https://any.bolt.example"]))


def test_a_trusted_proxy_says_which_scheme_the_page_has(settings):
    secure = scope(host="localhost", origins=["https://localhost"], x_forwarded_proto="https")
    assert not comes_from_our_page(secure)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert comes_from_our_page(secure)
    assert not comes_from_our_page(scope(host="localhost", origins=["https://localhost"], x_forwarded_proto="http"))


@pytest.mark.django_db(transaction=True)
async def test_a_foreign_page_gets_no_socket(cast, open_page):
    for origin in (None, "http://evil.example", "http://["):
        assert not (await open_page(company=cast.acme, origin=origin)).accepted
