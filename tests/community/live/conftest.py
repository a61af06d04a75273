"""Sockets as browsers open them, against real rows, a real Redis and the real application."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings as django_settings

from accounts.models import Company, Membership
from community.live.database import in_database
from community.live.routing import sockets
from tests.servers import PrivateRedis


class Page:
    """A page with an open socket."""

    def __init__(self, scope: dict[str, Any]) -> None:
        self.application = ApplicationCommunicator(sockets, scope)
        self.accepted = False
        self.heard: list[dict[str, Any]] = []

    async def open(self) -> None:
        await self.application.send_input({"type": "websocket.connect"})
        self.accepted = (await self.application.receive_output(5))["type"] == "websocket.accept"

    async def leave(self) -> None:
        if not self.application.future.done():
            await self.application.send_input({"type": "websocket.disconnect", "code": 1001})
            await self.application.wait(5)

    async def say(self, **message: Any) -> None:
        await self.say_text(json.dumps(message))

    async def say_text(self, text: str) -> None:
        await self.application.send_input({"type": "websocket.receive", "text": text})

    async def watch(self, question: Any, version: int | None = None) -> None:
        """Subscribe as a page does that was rendered at the version; the newest one when none is given."""
        from community.events.record import version_of

        if version is None:
            version = await in_database(version_of)(str(question.company_id), question.stream)
        await self.say(type="subscribe", streams=[[f"question:{question.pk}", version]])
        await self.settle()

    async def settle(self) -> None:
        """Wait until everything said before has been dealt with."""
        await self.say(type="ping")
        while (await self.frame())["type"] != "pong":
            pass

    async def frame(self, seconds: float = 5) -> dict[str, Any]:
        """Return the next frame; every frame is also kept in `heard`."""
        output = await self.application.receive_output(seconds)
        assert output["type"] == "websocket.send", output
        frame = json.loads(output["text"])
        self.heard.append(frame)
        return frame

    async def changed(self, seconds: float = 5) -> dict[str, Any]:
        """Return the next frame that says that something changed."""
        while (frame := await self.frame(seconds))["type"] != "changed":
            pass
        return frame

    async def closed(self, seconds: float = 5) -> int:
        """Wait until the server closes the socket and return its code."""
        while (output := await self.application.receive_output(seconds))["type"] != "websocket.close":
            pass
        return int(output["code"])

    async def hears_nothing(self, seconds: float = 0.3) -> bool:
        return await self.application.receive_nothing(timeout=seconds)


@pytest.fixture
def cookie_of(browser_of: Callable[..., Any]) -> Callable[[Membership], str]:
    """Return the session cookie of somebody who signs in."""

    def sign_in(member: Membership) -> str:
        name = django_settings.SESSION_COOKIE_NAME
        return f"{name}={browser_of(member).cookies[name].value}"

    return sign_in


@pytest.fixture
async def open_page(
    transactional_db: None, cookie_of: Callable[[Membership], str]
) -> AsyncIterator[Callable[..., Any]]:
    """Return a function that opens a socket, of a member or as a visitor of a company; all are closed at the end."""
    pages: list[Page] = []

    async def connect(
        member: Membership | None = None,
        *,
        company: Company | None = None,
        cookie: str = "",
        host: str = "localhost",
        origin: str | None = "http://localhost",
        path: str = "",
        address: str = "192.0.2.1",
    ) -> Page:
        place = company or (member.company if member else None)
        if member is not None and not cookie:
            cookie = await in_database(cookie_of)(member)
        headers = [(b"host", host.encode()), (b"cookie", cookie.encode())]
        if origin is not None:
            headers.append((b"origin", origin.encode("latin-1")))
        page = Page(
            {
                "type": "websocket",
                "path": path or f"/c/{place.slug}/live/",
                "headers": headers,
                "client": [address, 4000],
            }
        )
        await page.open()
        pages.append(page)
        return page

    yield connect
    for page in pages:
        await page.leave()


@pytest.fixture
def private_redis(settings: Any) -> Iterator[PrivateRedis]:
    """A Redis for this test alone, that it may stop and start."""
    server = PrivateRedis()
    settings.REDIS_URL = server.url
    yield server
    server.stop()
