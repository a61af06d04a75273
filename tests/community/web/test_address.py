import pytest
from django.test import RequestFactory

from community.web.address import client_address

CONNECTED = "192.0.2.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, CONNECTED),
        (0, "203.0.113.9", CONNECTED),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", CONNECTED),
        (1, None, CONNECTED),
        (1, "", CONNECTED),
        (1, "unknown", CONNECTED),
        (1, "203.0.113.9, ", CONNECTED),
        (1, "203.0.113.999", CONNECTED),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:db8:1:2:3::9]:443", "2001:db8:1:2::"),
        (1, "2001:db8:1:2:3::9", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "fe80::1%eth0", "fe80::"),
        (1, "\x00", CONNECTED),
    ],
)
def test_the_address_of_a_request(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=CONNECTED, **extra)) == expected


@pytest.mark.parametrize(
    ("proxies", "headers", "expected"),
    [
        (0, [(b"x-forwarded-for", b"203.0.113.9")], CONNECTED),
        (1, [(b"x-forwarded-for", b"198.51.100.1"), (b"x-forwarded-for", b"203.0.113.9")], "203.0.113.9"),
        (2, [(b"x-forwarded-for", b"198.51.100.1"), (b"x-forwarded-for", b"203.0.113.9")], "198.51.100.1"),
        (1, [(b"x-forwarded-for", b"\xff\xfe")], CONNECTED),
    ],
)
def test_the_address_of_a_socket(settings, proxies, headers, expected):
    settings.TRUSTED_PROXY_COUNT = proxies
    assert client_address({"client": [CONNECTED, 4711], "headers": headers}) == expected


@pytest.mark.parametrize("scope", [{}, {"client": None}, {"client": ["", 0], "headers": []}])
def test_a_socket_file_has_no_address(scope):
    assert client_address(scope) == "unknown"


@pytest.mark.parametrize("remote", ["", "not-an-address"])
def test_a_request_without_an_address(remote):
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=remote)) == "unknown"


def test_one_household_counts_as_one_in_ipv6():
    addresses = {
        client_address(RequestFactory().get("/", REMOTE_ADDR=remote))
        for remote in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    }
    assert addresses == {"2001:db8:1:2::", "2001:db8:1:3::"}
