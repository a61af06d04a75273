"""What a page says over its socket, and what it is told."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, Final

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import Error as DatabaseAway

from accounts.models import Company
from accounts.reader import Reader
from community.live.admission import read_by_session, standing_of
from community.live.database import in_database
from community.live.hub import hub
from community.live.messages import BadMessage, Subscribe, Unsubscribe, read_message
from community.live.queries import Key, versions_of, watchable
from community.live.seat import MOST_STREAMS, REFUSED, SIGNED_OUT, TOO_LARGE, TRY_LATER, Seat
from community.web.address import client_address

logger = logging.getLogger(__name__)

MOST_BYTES: Final = 64 * 1024
MOST_MESSAGES: Final = 20
MESSAGES_SECONDS: Final = 10.0
DOUBT_SECONDS: Final = 60.0
_PONG: Final = '{"type": "pong"}'


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # channels has no type hints
    """One page's socket. `routing` has found its company and checked its origin.

    All closing goes through the seat, and only `_talk` sends, so that frames never overtake each other.
    """

    def __init__(self) -> None:
        super().__init__()
        self._seat: Seat | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._heard_at: deque[float] = deque(maxlen=MOST_MESSAGES)

    async def __call__(self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Any) -> None:
        """Serve the socket until it closes, and give its seat back however it ends."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            for task in self._tasks:
                task.cancel()
            if self._seat is not None:
                hub().leave(self._seat)

    async def connect(self) -> None:
        """Find out who is there and take a seat; one page too many is refused, and tries again now and then."""
        company: Company = self.scope["company"]
        session_key = self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")
        try:
            reader = await in_database(read_by_session)(company, session_key)
        except DatabaseAway:
            logger.warning("Live: a socket was refused because the database is away.", exc_info=True)
            await self.close()
            return
        seat = Seat(reader, address=client_address(self.scope), session_key=session_key)
        if not hub().join(seat):
            # Before accepting, so that the page takes it for a failed connection and waits longer and longer.
            await self.close()
            return
        self._seat = seat
        await self.accept()
        self._reader = reader
        self._start(seat, self._talk(seat))
        self._start(seat, self._doubt(seat, reader, session_key))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Do what the page asks. A page that sends too much, or what cannot be read, loses its socket."""
        seat = self._seat
        if seat is None or seat.code is not None:
            return
        data = bytes_data or b"" if text_data is None else text_data.encode("utf-8", "surrogatepass")
        if len(data) > MOST_BYTES:
            seat.end(TOO_LARGE)
            return
        try:
            self._count_message()
            message = read_message(data)
        except BadMessage:
            seat.end(REFUSED)
            return
        if isinstance(message, Subscribe):
            await self._subscribe(seat, message)
        elif isinstance(message, Unsubscribe):
            for stream in message.streams:
                hub().unwatch(seat, self._key(stream))
        elif message is not None:
            seat.offer(_PONG)

    def _count_message(self) -> None:
        now = asyncio.get_running_loop().time()
        if len(self._heard_at) == MOST_MESSAGES and now - self._heard_at[0] < MESSAGES_SECONDS:
            raise BadMessage
        self._heard_at.append(now)

    async def _subscribe(self, seat: Seat, message: Subscribe) -> None:
        """Watch what the reader may see, and tell at once what is newer than the page."""
        try:
            allowed = await in_database(watchable)(self._reader, list(message.versions))
            keys: list[Key] = []
            for stream in sorted(allowed):
                key = self._key(stream)
                if key in seat.watched or len(seat.watched) < MOST_STREAMS:
                    hub().watch(seat, key, message.versions[stream])
                    keys.append(key)
            # Asked after watching began, so that whatever happens in between is heard twice rather than never.
            for key, version in (await in_database(versions_of)(keys)).items():
                hub().announce(key, version)
        except DatabaseAway:
            seat.end(TRY_LATER)

    def _key(self, stream: str) -> Key:
        return self._reader.company.key, stream

    def _start(self, seat: Seat, work: Coroutine[Any, Any, None]) -> None:
        async def guarded() -> None:
            try:
                await work
            except OSError:
                # The page is gone already; the server tells the consumer so in its own time.
                return
            except Exception:
                # A socket that nobody checks any more must not stay open.
                logger.exception("Live: a socket is closed because of an error.")
                seat.end(TRY_LATER)

        self._tasks.append(asyncio.create_task(guarded()))

    async def _talk(self, seat: Seat) -> None:
        """Send one frame after the other, then close with the seat's code. Only a full queue makes a slow page matter."""
        while (frame := await seat.next_frame()) is not None:
            await self.send(text_data=frame)
        await self.close(seat.code)

    async def _doubt(self, seat: Seat, reader: Reader, session_key: str) -> None:
        """Look again who is there: every minute, and at once when something happened to the member or the session."""
        before, task = standing_of(reader), asyncio.current_task()
        while seat.code is None and task is not None and not task.cancelling():
            # Not all at the same moment after a restart.
            patience = DOUBT_SECONDS * random.uniform(0.8, 1.0)
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await seat.doubt.wait()
            seat.doubt.clear()
            # Only these: what the page subscribes to while we ask is checked on its own.
            watched = list(seat.watched)
            try:
                fresh = await in_database(read_by_session)(reader.company, session_key)
                allowed = await in_database(watchable)(fresh, [stream for _company, stream in watched])
            except DatabaseAway:
                logger.warning("Live: a reader could not be checked; asking again in a minute.", exc_info=True)
                continue
            if standing_of(fresh) != before:
                seat.end(SIGNED_OUT)
            for key in watched:
                if key[1] not in allowed:
                    hub().unwatch(seat, key)
