"""A real browser in front of a real server. Skipped where there is no Chromium, unless PEERDESK_REQUIRE_BROWSER is set."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page

from accounts.models import Membership
from community.questions.models import Answer, Question
from tests import factories
from tests.conftest import Cast

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# A container has no sandbox of its own, and no test needs the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session", autouse=True)
def chromium() -> Iterator[None]:
    """Skip, or insist; and let the ORM be used beside the event loop that Playwright runs in this thread."""
    if CHROMIUM is None:
        if os.environ.get("PEERDESK_REQUIRE_BROWSER"):
            pytest.fail("Chromium is required and not installed.")
        pytest.skip("Browser tests need Chromium; it is not installed here.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@dataclass(frozen=True)
class Scene:
    """A question of Alice's with an answer by Bob and one by Mona, and an open question of Bob's."""

    cast: Cast
    question: Question
    by_bob: Answer
    by_mona: Answer
    waiting: Question


@pytest.fixture
def scene(cast: Cast) -> Scene:
    question = factories.ask(cast.alice, "How do I keep my number when I switch?", tags=["number", "esim"])
    by_bob = factories.answer(cast.bob, question)
    factories.comment(cast.alice, question, "It is an old phone.", on=by_bob)
    return Scene(
        cast=cast,
        question=question,
        by_bob=by_bob,
        by_mona=factories.answer(cast.mona, question, "There is another way: call the line and read them the code."),
        waiting=factories.ask(cast.bob, "eSIM shows no service after the update"),
    )


@dataclass
class Tab:
    """A page of one reader in Acme's community, and what went wrong on it."""

    page: Page
    base: str
    faults: list[str]

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page


OpenTab = Callable[..., Tab]


@pytest.fixture
def tab_of(browser: Browser, live_server, scene: Scene) -> Iterator[OpenTab]:
    """Return a function that opens a browser for a member or a visitor; no page may complain or break its policy."""
    tabs: list[Tab] = []

    def open_tab(member: Membership | None, **options: object) -> Tab:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        if member is not None and member.person is not None:
            client = Client(HTTP_HOST="localhost")
            client.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")
            kept = [
                {"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()
            ]
            context.add_cookies(kept)
        tab = Tab(context.new_page(), f"{live_server.url}/c/acme", [])
        tab.page.on("console", lambda message: tab.faults.extend(_fault(message)))
        tab.page.on("pageerror", lambda error: tab.faults.append(str(error)))
        tabs.append(tab)
        return tab

    yield open_tab
    for tab in tabs:
        tab.page.context.close()
        assert tab.faults == []


def _fault(message: ConsoleMessage) -> list[str]:
    # The test server has no sockets, and a refused form answers with 422: the browser reports both, rightly.
    expected = ("WebSocket connection", "status of 422", "status of 404")
    return [message.text] if message.type == "error" and not any(each in message.text for each in expected) else []
