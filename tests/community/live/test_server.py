"""The whole way: the ASGI application behind a real server, asked by a real WebSocket client."""

import asyncio
import json
import threading
import time

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from community.events.record import version_of
from community.live.database import in_database
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(transactional_db):
    """Serve as `make run` does, in a thread, and return host:port."""
    config = uvicorn.Config(
        "community.asgi:application", port=0, loop="uvloop", ws="websockets-sansio", lifespan="off", log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"localhost:{port}"
    server.should_exit = True
    thread.join(timeout=20)


async def test_a_browser_hears_of_an_answer(cast, address, cookie_of):
    question = await in_database(factories.ask)(cast.alice)
    cookie = await in_database(cookie_of)(cast.alice)
    version = await in_database(version_of)(cast.acme.key, question.stream)
    url, origin = f"ws://{address}/c/acme/live/", f"http://{address}"
    async with connect(url, origin=origin, additional_headers={"Cookie": cookie}) as socket:
        await socket.send(json.dumps({"type": "subscribe", "streams": [[question.stream, version]]}))
        assert json.loads(await asyncio.wait_for(socket.recv(), 5)) == {"type": "unread", "count": 0}
        await in_database(factories.answer)(cast.bob, question)
        began = time.monotonic()
        frame = json.loads(await asyncio.wait_for(socket.recv(), 5))
        assert frame["type"] == "changed"
        assert time.monotonic() - began < 1


async def test_another_sites_page_is_refused_before_the_handshake(cast, address):
    with pytest.raises(InvalidStatus) as refusal:
        async with connect(f"ws://{address}/c/acme/live/", origin="http://evil.example"):
            pass
    assert refusal.value.response.status_code == 403


async def test_nonsense_closes_with_a_code(cast, address):
    async with connect(f"ws://{address}/c/acme/live/", origin=f"http://{address}") as socket:
        await socket.send("nonsense")
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 5)
        assert socket.close_code == 1008
