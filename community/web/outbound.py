"""The one way out: HTTP requests to addresses that companies enter, without a door into our own network.

An address is resolved once, each of its numbers is checked, and the connection goes to a number that was checked, so
that a name which changes its mind between check and call gains nothing. No redirects, no proxies of the environment, no
compression, one short time for everything, and only the first kilobytes of an answer are read.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit

import h11
from django.conf import settings
from django.utils.translation import gettext as _

CONNECT_SECONDS: Final = 3.0
TOTAL_SECONDS: Final = 10.0
MOST_BYTES: Final = 64 * 1024
LONGEST_ADDRESS: Final = 500
_PORTS: Final = {"https": 443, "http": 80}
# Numbers of the public internet that stand for, or lead to, numbers of other networks.
_DISGUISES: Final = tuple(
    ip_network(each)
    for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10", "192.88.99.0/24", "::/96")
)

Number = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Answered:
    """The other side answered. `body` holds at most `most_bytes` of what it said, as it came."""

    status: int
    body: bytes


@dataclass(frozen=True)
class NotSent:
    """Nothing of the request can have reached the other side: it may be sent again. The reason is a sentence."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """The other side may have received the request and acted on it, or not. The reason is a sentence."""

    reason: str


Outcome = Answered | NotSent | Unknown


class AddressRefused(ValueError):
    """An address that Peerdesk does not call; the message is the sentence for the one who entered it."""


@dataclass(frozen=True)
class _Target:
    """Where a request goes: the parts of its address, and the numbers that were checked."""

    parts: SplitResult
    host: str
    port: int
    numbers: tuple[Number, ...]

    @property
    def is_secret(self) -> bool:
        return self.parts.scheme == "https"

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.parts.scheme] else f"{name}:{self.port}"

    @property
    def path(self) -> str:
        return (self.parts.path or "/") + (f"?{self.parts.query}" if self.parts.query else "")


@dataclass
class _Deadline:
    ends_at: float = field(default_factory=lambda: time.monotonic() + TOTAL_SECONDS)

    def left(self, most: float = TOTAL_SECONDS) -> float:
        """Return the seconds that are left, at most so many. Raises TimeoutError when there are none."""
        remaining = min(self.ends_at - time.monotonic(), most)
        if remaining <= 0:
            raise TimeoutError
        return remaining


def check_address(url: str) -> None:
    """Raise AddressRefused, with the sentence to show, unless the address may be called at this moment.

    It is checked again at every call: what a name leads to changes.
    """
    try:
        _target(url, _Deadline())
    except OSError as error:
        raise AddressRefused(_not_reachable()) from error


def send(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    most_bytes: int = MOST_BYTES,
    set_by_operator: bool = False,
) -> Outcome:
    """Send one request and return what came of it; never raises for what the address or the other side does.

    Nothing is tried twice and no redirect is followed. Writes nothing. Takes at most TOTAL_SECONDS. An address that is
    `set_by_operator`, in the environment of the server, may lead inside, to any port and without TLS; never pass True for
    what was entered on a page.
    """
    deadline = _Deadline()
    try:
        target = _target(url, deadline, is_trusted=set_by_operator)
        connection = _connect(target, deadline)
    except AddressRefused as refusal:
        return NotSent(str(refusal))
    except (OSError, ValueError):
        return NotSent(_("The server could not be reached."))
    with connection:
        # From here on some of it may have arrived, whatever goes wrong.
        try:
            return _exchange(connection, target, method, body, headers or {}, deadline, most_bytes)
        except (OSError, h11.ProtocolError):
            return Unknown(_("The server gave no complete answer in time."))


def _target(url: str, deadline: _Deadline, *, is_trusted: bool = False) -> _Target:
    """Resolve and check an address. Raises AddressRefused, or OSError when the name leads nowhere."""
    parts, host, port = _parts(url)
    numbers = _resolve(host, port, deadline)
    at_home = is_trusted or (settings.OUTBOUND_LOOPBACK and all(number.is_loopback for number in numbers))
    if not at_home and not all(_is_public(number) for number in numbers):
        raise AddressRefused(_not_reachable())
    if not at_home and parts.scheme != "https":
        raise AddressRefused(_("The address must begin with https://."))
    if not at_home and port not in _PORTS.values():
        raise AddressRefused(_("Use an address without a port number."))
    return _Target(parts, host, port, numbers)


def _not_reachable() -> str:
    """Return the one sentence for names that lead nowhere and for those that lead inside: which of both is nobody's."""
    return _("No server on the public internet was found at this address.")


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """Take an address apart. Raises AddressRefused for anything but a plain http or https address."""
    sentence = _("Write a full address, for instance https://billing.example.com/points.")
    if len(url) > LONGEST_ADDRESS or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise AddressRefused(sentence)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused(sentence) from error
    if parts.scheme not in _PORTS or not host or "%" in host or parts.username is not None or parts.fragment:
        raise AddressRefused(sentence)
    return parts, host, port or _PORTS[parts.scheme]


def _resolve(host: str, port: int, deadline: _Deadline) -> tuple[Number, ...]:
    """Return every number of the name. Raises OSError without one, or when the resolver takes too long."""
    found: list[Number] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(_unmapped(str(row[4][0])) for row in rows))

    # The resolver knows no time-out of its own: a thread that is left behind ends when it gives up.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(deadline.left(CONNECT_SECONDS))
    if not found:
        raise OSError(f"{host} has no address.")
    return tuple(found)


def _unmapped(text: str) -> Number:
    number = ip_address(text.partition("%")[0])
    return getattr(number, "ipv4_mapped", None) or number


def _is_public(number: Number) -> bool:
    """Return whether a number belongs to somebody on the public internet, and to nobody in disguise."""
    hidden = any(number.version == net.version and number in net for net in _DISGUISES)
    return number.is_global and not number.is_multicast and not number.is_reserved and not hidden


def _connect(target: _Target, deadline: _Deadline) -> socket.socket:
    """Connect to the first checked number that answers, with TLS for https. Raises OSError when none does."""
    failure: OSError = OSError("There is no number to connect to.")
    for number in target.numbers:
        try:
            plain = socket.create_connection((str(number), target.port), deadline.left(CONNECT_SECONDS))
        except OSError as error:
            failure = error
            continue
        if not target.is_secret:
            return plain
        try:
            plain.settimeout(deadline.left(CONNECT_SECONDS))
            return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
        except BaseException:
            plain.close()
            raise
    raise failure


def _exchange(
    connection: socket.socket,
    target: _Target,
    method: str,
    body: bytes,
    headers: Mapping[str, str],
    deadline: _Deadline,
    most_bytes: int,
) -> Outcome:
    """Send the request and read the answer."""
    ours = {
        "Host": target.host_header,
        "User-Agent": "Peerdesk",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "Content-Length": str(len(body)),
    }
    protocol = h11.Connection(our_role=h11.CLIENT)
    request = h11.Request(method=method, target=target.path, headers=list({**headers, **ours}.items()))
    said = [protocol.send(request), protocol.send(h11.Data(data=body)), protocol.send(h11.EndOfMessage())]
    connection.settimeout(deadline.left())
    connection.sendall(b"".join(piece or b"" for piece in said))
    return _read(connection, protocol, deadline, most_bytes)


def _read(connection: socket.socket, protocol: h11.Connection, deadline: _Deadline, most_bytes: int) -> Answered:
    status, body = 0, bytearray()
    while True:
        event = protocol.next_event()
        if event is h11.NEED_DATA:
            connection.settimeout(deadline.left())
            protocol.receive_data(connection.recv(16 * 1024))
        elif isinstance(event, h11.Response):
            status = event.status_code
        elif isinstance(event, h11.Data):
            body += event.data
        if isinstance(event, h11.EndOfMessage | h11.ConnectionClosed) or len(body) > most_bytes:
            return Answered(status, bytes(body[:most_bytes]))
