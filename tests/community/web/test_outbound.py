"""What leaves for addresses that somebody entered, against real servers on this machine."""

from __future__ import annotations

import base64
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from community import clock
from community.web import outbound
from community.web.outbound import AddressRefused, Answered, NotSent, Unknown, check_address, send
from community.web.signing import new_secret, signature, signed_headers

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
NOT_PUBLIC = [
    "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.88.99.1", "[::1]", "[::]",
    "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::1]",
    "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[fc00::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]",
    "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost",
]  # fmt: skip

Talk = Callable[[socket.socket], None]


@contextmanager
def server(talk: Talk, context: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[int]]]:
    """Serve connections on a loopback port; yield the port and a list that grows with each connection."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen: list[int] = []

    def serve() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            seen.append(1)
            try:
                with context.wrap_socket(connection, server_side=True) if context else connection as spoken:
                    talk(spoken)
            except OSError:
                continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], seen
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def answering(reply: bytes, heard: list[bytes] | None = None) -> Talk:
    def talk(connection: socket.socket) -> None:
        said = connection.recv(65536)
        if heard is not None:
            heard.append(said)
        connection.sendall(reply)

    return talk


@pytest.fixture
def at_home(settings) -> None:
    settings.OUTBOUND_LOOPBACK = True


@pytest.fixture
def impatient(monkeypatch) -> None:
    monkeypatch.setattr(outbound._Deadline, "__init__", lambda self: setattr(self, "ends_at", time.monotonic() + 0.4))


def test_an_answer_is_returned_as_it_came(at_home):
    heard: list[bytes] = []
    with server(answering(OK, heard)) as (port, _seen):
        outcome = send("POST", f"http://127.0.0.1:{port}/points?x=1", body=b"{}", headers={"webhook-id": "42"})
    assert outcome == Answered(200, b"ok")
    lines = heard[0].decode().split("\r\n")
    assert lines[0] == "POST /points?x=1 HTTP/1.1"
    assert f"Host: 127.0.0.1:{port}" in lines
    assert "webhook-id: 42" in lines
    assert lines[-1] == "{}"


@pytest.mark.parametrize("host", NOT_PUBLIC)
def test_nothing_connects_to_what_is_not_public(host):
    with server(answering(OK)) as (port, seen):
        for url in (f"https://{host}/", f"http://{host}:{port}/", f"https://{host}:{port}/"):
            with pytest.raises(AddressRefused):
                check_address(url)
            assert isinstance(send("GET", url), NotSent)
    assert seen == []


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "ftp://example.com/", "file:///etc/passwd", "//example.com/", "https://", "https://user:pw@example.com/",
        "https://example.com/#part", "https://exa mple.com/", "https://example.com/\n", "https://example.com\\@127.0.0.1/",
        "https://example.com:99999/", "https://[::1%25lo]/", "https://example.com/" + "x" * 600, "https://é.example/",
        "https://example.com/\0", "gopher://127.0.0.1/", "https://.../", "https://" + "a" * 70 + ".example/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_a_sentence(url):
    with pytest.raises(AddressRefused, match=r"\.$"):
        check_address(url)


@pytest.mark.parametrize("host", NOT_PUBLIC[1:12])
def test_the_allowance_for_this_machine_opens_no_other_network(at_home, host):
    if not host.startswith("127."):
        with pytest.raises(AddressRefused):
            check_address(f"http://{host}/")


def resolve_to(monkeypatch, *answers: list[str]) -> list[int]:
    """Let every name lead to the answers, one list for each time it is asked; return a list of the questions."""
    asked: list[int] = []

    def lookup(host: str, port: int, *args: object, **kwargs: object) -> list[tuple[object, ...]]:
        numbers = answers[min(len(asked), len(answers) - 1)]
        asked.append(1)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(outbound.socket, "getaddrinfo", lookup)
    return asked


def test_one_private_number_among_public_ones_is_enough_to_refuse(monkeypatch):
    resolve_to(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    assert isinstance(send("GET", "https://example.com/"), NotSent)


def test_a_name_that_changes_its_mind_is_resolved_once(monkeypatch):
    connected: list[str] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address[0])
        raise OSError("unplugged")

    asked = resolve_to(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    monkeypatch.setattr(outbound.socket, "create_connection", connect)
    assert isinstance(send("GET", "https://example.com/"), NotSent)
    assert connected == ["93.184.216.34"] and len(asked) == 1


def test_plain_http_and_other_ports_are_for_this_machine_only(monkeypatch):
    resolve_to(monkeypatch, ["93.184.216.34"])
    for url in ("http://example.com/", "https://example.com:8443/"):
        with pytest.raises(AddressRefused):
            check_address(url)
    check_address("https://example.com/")


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch, impatient):
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(3) or [])
    began = time.monotonic()
    assert isinstance(send("GET", "https://example.com/"), NotSent)
    assert time.monotonic() - began < 2


def test_nobody_listening_means_that_nothing_was_sent(at_home):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    assert isinstance(send("POST", f"http://127.0.0.1:{port}/"), NotSent)


def silence(connection: socket.socket) -> None:
    connection.recv(65536)
    time.sleep(1)


def hang_up(connection: socket.socket) -> None:
    connection.recv(65536)


def drip(connection: socket.socket) -> None:
    for byte in OK * 3:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


@pytest.mark.parametrize(
    "talk",
    [silence, hang_up, drip, answering(b"nonsense\r\n\r\n"), answering(OK[:-1]), answering(b"HTTP/1.1 200 OK\r\nX")],
)
def test_whatever_goes_wrong_after_sending_is_unknown(at_home, impatient, talk):
    with server(talk) as (port, _seen):
        began = time.monotonic()
        assert isinstance(send("POST", f"http://127.0.0.1:{port}/"), Unknown)
    assert time.monotonic() - began < 5


def test_a_redirect_is_an_answer_and_not_followed(at_home):
    with server(answering(OK)) as (elsewhere, seen):
        there = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n" % elsewhere
        with server(answering(there)) as (port, _seen):
            assert send("GET", f"http://127.0.0.1:{port}/") == Answered(302, b"")
    assert seen == []


def test_a_flood_is_cut_short(at_home):
    flood = b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n" + b"x" * 200_000
    with server(answering(flood)) as (port, _seen):
        outcome = send("GET", f"http://127.0.0.1:{port}/")
    assert isinstance(outcome, Answered)
    assert len(outcome.body) == outbound.MOST_BYTES


def test_proxies_of_the_environment_are_ignored(at_home, monkeypatch):
    with server(answering(OK)) as (proxy, seen), server(answering(OK)) as (port, _seen):
        for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
        assert isinstance(send("GET", f"http://127.0.0.1:{port}/"), Answered)
    assert seen == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[str, str]:
    """Return the files of a certificate for "localhost" and its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = str(folder / "certificate.pem"), str(folder / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-out", certificate, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key


def test_a_certificate_that_nobody_vouches_for_gets_nothing(at_home, certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    with server(answering(OK), context) as (port, _seen):
        assert isinstance(send("POST", f"https://localhost:{port}/"), NotSent)


def test_the_certificate_must_be_of_the_name(at_home, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    named: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: named.append(name)
    with server(answering(OK), context) as (port, _seen):
        assert isinstance(send("POST", f"https://localhost:{port}/"), Answered)
        assert isinstance(send("POST", f"https://127.0.0.1:{port}/"), NotSent)
    assert named[0] == "localhost"


def test_a_signature_covers_id_time_and_body():
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    signed = signature(secret, "msg_1", "1700000000", b"{}")
    others = [
        signature(secret, "msg_2", "1700000000", b"{}"),
        signature(secret, "msg_1", "1700000001", b"{}"),
        signature(secret, "msg_1", "1700000000", b"[]"),
        signature(new_secret(), "msg_1", "1700000000", b"{}"),
    ]
    assert signed not in others


def test_the_signature_stays_what_receivers_have_learnt():
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    assert signature(secret, "msg_1", "1700000000", b"{}") == "3sOcjp9LSFloZNG4djSBtbk6gHDplP0wungD5l+W7DU="


def test_a_secret_that_is_none_is_refused():
    with pytest.raises(ValueError, match="no secret"):
        signature("whsec_not base64!", "1", "2", b"")
    assert set(signed_headers(new_secret(), "1", b"")) == {
        "webhook-id", "webhook-timestamp", "webhook-signature", "Content-Type",
    }  # fmt: skip


def test_messages_are_signed_in_real_time():
    with clock.moved(timedelta(days=30)):
        stamp = int(signed_headers(new_secret(), "1", b"")["webhook-timestamp"])
    assert abs(stamp - time.time()) < 60


def test_names_that_lead_inside_sound_like_names_that_lead_nowhere(monkeypatch):
    resolve_to(monkeypatch, ["10.0.0.1"])
    with pytest.raises(AddressRefused) as inside:
        check_address("https://billing.example/")
    resolve_to(monkeypatch, [])
    with pytest.raises(AddressRefused) as nowhere:
        check_address("https://billing.example/")
    assert str(inside.value) == str(nowhere.value)
