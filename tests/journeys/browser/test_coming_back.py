"""A page whose socket closes: when it asks again, and when it does not. The server of these sockets is made up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute

MINUTE_MS = 60_000
IS_CLOSED = "() => document.querySelector('live-updates').socket === null"


@pytest.fixture
def sockets_of(stage, open_browser) -> Callable[[int], tuple[Page, list[WebSocketRoute]]]:
    """Return a function that opens a question whose sockets are closed with a code as soon as they are open."""

    def open_question(code: int) -> tuple[Page, list[WebSocketRoute]]:
        page = open_browser(stage.alice)
        opened: list[WebSocketRoute] = []

        def answer(socket: WebSocketRoute) -> None:
            opened.append(socket)
            socket.on_message(lambda _message: socket.close(code=code))

        page.clock.install()
        page.route_web_socket("**/live/", answer)
        page.goto(stage.address("{solved}"))
        page.wait_for_function(IS_CLOSED)
        return page, opened

    return open_question


@pytest.mark.parametrize("code", [1008, 1013])
def test_a_page_that_was_sent_away_leaves_the_server_alone_for_a_while(code, sockets_of):
    page, opened = sockets_of(code)
    page.clock.run_for(MINUTE_MS // 3)
    assert len(opened) == 1
    page.clock.run_for(2 * MINUTE_MS)
    page.wait_for_function(IS_CLOSED)
    assert len(opened) >= 2


def test_a_server_that_drops_everybody_is_asked_less_and_less(sockets_of):
    page, opened = sockets_of(1011)
    for _each in range(8):
        page.clock.run_for(MINUTE_MS)
        page.wait_for_function(IS_CLOSED)
    assert len(opened) <= 8 + 8


def test_after_a_sign_out_nothing_happens_until_the_page_is_loaded_again(sockets_of):
    page, opened = sockets_of(4401)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(10 * MINUTE_MS)
    assert (len(opened), asked) == (1, [])
    page.reload()
    page.wait_for_function(IS_CLOSED)
    assert len(opened) == 2
