"""One Redis subscription for all sockets of a process: each poke is encoded once and handed to those it concerns."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.conf import settings
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError

from community.events.wake import POKE_CHANNEL
from community.live.database import in_database
from community.live.queries import Key, unread_counts, versions_of
from community.live.seat import Seat, changed_frame

logger = logging.getLogger(__name__)

MOST_SEATS_OF_A_MEMBER: Final = 5
MOST_SEATS_OF_AN_ADDRESS: Final = 20
_SILENCE_SECONDS: Final = 10.0
_CONNECT_SECONDS: Final = 2.0
_FIRST_PAUSE_SECONDS: Final = 0.1
_LONGEST_PAUSE_SECONDS: Final = 5.0
_INBOX: Final = "inbox:"


class Hub:
    """The sockets of one event loop. It is subscribed as long as there are any.

    Redis remembers nothing that was published while nobody listened. So whenever the subscription begins, anew or again,
    one query finds the versions of everything that is watched, and every page is told what it has missed.
    """

    def __init__(self) -> None:
        self._audience: dict[Key, set[Seat]] = {}
        self._holders: dict[str, set[Seat]] = {}
        self._uncounted: set[Key] = set()
        self._to_count = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def join(self, seat: Seat) -> bool:
        """Give the socket its seat; False when its member or address has all the seats it may have in this process."""
        held = self._holders.setdefault(seat.holder, set())
        if len(held) >= (MOST_SEATS_OF_AN_ADDRESS if seat.member_id is None else MOST_SEATS_OF_A_MEMBER):
            return False
        held.add(seat)
        for key in seat.alarms:
            self._audience.setdefault(key, set()).add(seat)
        if seat.inbox is not None:
            self._audience.setdefault(seat.inbox, set()).add(seat)
            self._count_again([seat.inbox])
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(self._for_ever(self._listen)),
                asyncio.create_task(self._for_ever(self._count)),
            ]
        return True

    def leave(self, seat: Seat) -> None:
        """Take the seat away; the last one to leave ends the subscription."""
        held = self._holders.get(seat.holder, set())
        held.discard(seat)
        if not held:
            self._holders.pop(seat.holder, None)
        own = {seat.inbox} if seat.inbox else set()
        for key in [*seat.watched, *seat.alarms, *own]:
            self._forget(key, seat)
        seat.watched.clear()
        if not self._holders:
            for task in self._tasks:
                task.cancel()
            self._tasks = []

    def watch(self, seat: Seat, key: Key, version: int) -> None:
        """Tell the seat from now on what passes the version of the stream. Whoever calls this has asked whether it may."""
        seat.watched[key] = version
        self._audience.setdefault(key, set()).add(seat)

    def unwatch(self, seat: Seat, key: Key) -> None:
        """Tell the seat no more about the stream."""
        if seat.watched.pop(key, None) is not None:
            self._forget(key, seat)

    def announce(self, key: Key, version: int) -> None:
        """Tell everybody who watches the stream, and does not know yet, that it has reached the version."""
        seats = self._audience.get(key)
        if not seats:
            return
        if key[1].startswith(_INBOX):
            self._count_again([key])
            return
        frame = changed_frame(key, version)
        for seat in tuple(seats):
            seat.hear(key, version, frame)

    def _forget(self, key: Key, seat: Seat) -> None:
        seats = self._audience.get(key, set())
        seats.discard(seat)
        if not seats:
            self._audience.pop(key, None)

    async def _for_ever(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work again and again: at once after it has gone well for a while, else with longer and longer pauses."""
        loop, task, pause = asyncio.get_running_loop(), asyncio.current_task(), _FIRST_PAUSE_SECONDS
        # Asked each time: a client that is cancelled while it waits may turn that into a time-out of its own, and a task
        # that only waits to be cancelled would then never end.
        while task is not None and not task.cancelling():
            began = loop.time()
            try:
                await work()
            except Exception as error:  # Nothing may end the one subscription of the process.
                logger.warning("Live: %s: %s; trying again.", type(error).__name__, error)
                if loop.time() - began > _LONGEST_PAUSE_SECONDS:
                    pause = _FIRST_PAUSE_SECONDS
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)

    async def _listen(self) -> None:
        """Subscribe, catch up, and announce every poke until Redis goes away, which raises."""
        redis: Any = Redis.from_url(
            settings.REDIS_URL,
            protocol=2,
            socket_connect_timeout=_CONNECT_SECONDS,
            # The client would connect and subscribe again by itself, and nobody would know what was missed in between.
            retry=Retry(NoBackoff(), 0),
        )
        subscription = redis.pubsub()
        try:
            await subscription.subscribe(POKE_CHANNEL)
            if await subscription.get_message(timeout=_CONNECT_SECONDS) is None:
                raise RedisConnectionError("The subscription was not confirmed.")
            await self._catch_up()
            await self._announce_all(subscription)
        finally:
            await subscription.aclose()
            await redis.aclose()

    async def _announce_all(self, subscription: Any) -> None:
        asked, task = False, asyncio.current_task()
        # Asked here too: a cancellation that the client took for silence comes back as no message.
        while task is not None and not task.cancelling():
            message = await subscription.get_message(timeout=_SILENCE_SECONDS)
            if message is None:
                # A server that hangs, or a cut cable, looks just like a quiet night.
                if asked:
                    raise RedisConnectionError("Redis does not answer.")
                await subscription.ping()
            elif message["type"] == "message":
                self._on_poke(message["data"])
            asked = message is None

    def _on_poke(self, data: bytes) -> None:
        try:
            poke = json.loads(data)
            key, version = (str(poke["company"]), str(poke["stream"])), int(poke["version"])
        except (ValueError, KeyError, TypeError):
            logger.warning("Live: a poke could not be read.")
            return
        self.announce(key, version)

    async def _catch_up(self) -> None:
        seats = {seat for held in self._holders.values() for seat in held}
        watched = {key for seat in seats for key in seat.watched}
        if watched:
            for key, version in (await in_database(versions_of)(watched)).items():
                self.announce(key, version)
        self._count_again(seat.inbox for seat in seats if seat.inbox)

    def _count_again(self, inboxes: Iterable[Key]) -> None:
        self._uncounted.update(inboxes)
        if self._uncounted:
            self._to_count.set()

    async def _count(self) -> None:
        """Wait for inboxes that changed and count them together: a burst, or a thousand pages at once, is few queries."""
        await self._to_count.wait()
        self._to_count.clear()
        inboxes, self._uncounted = self._uncounted, set()
        members = {key: int(key[1].removeprefix(_INBOX)) for key in inboxes}
        try:
            counts = await in_database(unread_counts)(set(members.values()))
        except Exception:
            self._count_again(inboxes)
            raise
        for key, member in members.items():
            for seat in tuple(self._audience.get(key, ())):
                seat.count(counts.get(member, 0))


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """Return the hub of the running event loop; a server process has one loop and therefore one hub."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
