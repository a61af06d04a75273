"""One socket's place in the hub: what it watches, what it has been told, and the frames that wait to be sent."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Final

from accounts.reader import Reader
from community.live.admission import session_stream
from community.live.queries import Key

# Close codes. 1013 asks the browser to come back later, 4401 to load the page again before it does.
REFUSED: Final = 1008
TOO_LARGE: Final = 1009
TRY_LATER: Final = 1013
SIGNED_OUT: Final = 4401

MOST_WAITING: Final = 200
MOST_STREAMS: Final = 50


def changed_frame(key: Key, version: int) -> str:
    """Return the text that tells a page that a stream has reached a version."""
    return json.dumps({"type": "changed", "stream": key[1], "version": version})


def unread_frame(count: int) -> str:
    """Return the text that tells a page how much is unread."""
    return json.dumps({"type": "unread", "count": count})


class Seat:
    """Made for one accepted socket, used from its event loop only.

    `watched` maps each stream to the newest version that the page has rendered or was told. `alarms` are streams whose
    news cast doubt on whether the reader may still sit here; `inbox` is the member's own stream.
    """

    def __init__(self, reader: Reader, *, address: str, session_key: str) -> None:
        company, member = reader.company.key, reader.member_id
        self.watched: dict[Key, int] = {}
        self.unread: int | None = None
        self.doubt = asyncio.Event()
        self.code: int | None = None
        self.member_id = member
        self.holder = f"address:{address}" if member is None else f"member:{member}"
        self.inbox: Key | None = None if member is None else (company, f"inbox:{member}")
        self.alarms: set[Key] = {("", session_stream(session_key))} if session_key else set()
        if member is not None:
            self.alarms.add((company, f"member:{member}"))
        self._frames: deque[str] = deque()
        self._ready = asyncio.Event()

    def hear(self, key: Key, version: int, frame: str) -> None:
        """Take note that a stream has reached a version; queues the frame when the page does not have it yet."""
        if key in self.alarms:
            self.doubt.set()
        elif version > self.watched.get(key, version):
            self.watched[key] = version
            self.offer(frame)

    def count(self, unread: int) -> None:
        """Queue the number of unread notices, unless the page was told the same before."""
        if unread != self.unread:
            self.unread = unread
            self.offer(unread_frame(unread))

    def offer(self, frame: str) -> None:
        """Queue a frame. A page that leaves too many unread is sent away: it catches up when it comes back."""
        if self.code is not None:
            return
        if len(self._frames) >= MOST_WAITING:
            self.end(TRY_LATER)
            return
        self._frames.append(frame)
        self._ready.set()

    def end(self, code: int) -> None:
        """Let the socket close with the code; what still waits is not sent. The first code stays."""
        if self.code is None:
            self.code = code
            self._frames.clear()
            self._ready.set()

    async def next_frame(self) -> str | None:
        """Return the next frame as soon as there is one, or None when the socket is to close with `code`."""
        while not self._frames and self.code is None:
            self._ready.clear()
            await self._ready.wait()
        return self._frames.popleft() if self._frames else None
