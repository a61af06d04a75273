"""Real Chromium in front of the real product: pages and sockets from one ASGI server, live news through Redis.

The server is a thread of the test's own process, so it stands on the same database, settings and outbox as the test.
Where there is no Chromium the tests are skipped and say so; PEERDESK_REQUIRE_BROWSER=1 makes that a failure.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from accounts.models import Membership
from tests.journeys.browser.stage import Stage, build_stage
from tests.kept import keep

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# For a machine that is busy with other things; nothing here waits for a time to pass.
PATIENCE_MS = 30_000

OpenBrowser = Callable[..., Page]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here, and run every browser test last: Playwright keeps an event loop running in the main thread,
    beside which no test that is itself a coroutine could run."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session", autouse=True)
def chromium() -> Iterator[None]:
    """Skip, or insist; and let the ORM be used beside Playwright's event loop."""
    if CHROMIUM is None:
        if os.environ.get("PEERDESK_REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is not installed, and PEERDESK_REQUIRE_BROWSER asks for it.")
        pytest.skip("Chromium is not installed; the browser tests need it.")
    expect.set_options(timeout=PATIENCE_MS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def site(chromium: None, django_db_setup: None) -> Iterator[str]:
    """Serve the product as `make run` does, on a port that is free, and return its address."""
    config = uvicorn.Config(
        "community.asgi:application", port=0, loop="uvloop", ws="websockets-sansio", lifespan="off", log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="site")
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=20)


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    """Return a community in the database, where the server sees it too."""
    return keep("stage", build_stage)


@pytest.fixture
def open_browser(transactional_db: None, browser: Browser, site: str) -> Iterator[OpenBrowser]:
    """Return a function that opens a browser of its own, of a member or of a visitor, and gives its one page.

    At the end no page may have complained: no script failed, nothing was missing, no policy was broken.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_one(member: Membership | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=site, **{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if member is not None:
            context.add_cookies(signed_in(member, site))
        page = context.new_page()
        watch(page, faults)
        context.on("page", lambda other: watch(other, faults))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


def signed_in(member: Membership, site: str) -> list[Any]:
    """Return the cookies of a browser in which the member has signed in."""
    assert member.person is not None
    client = Client()
    client.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")
    return [{"name": name, "value": cookie.value, "url": site} for name, cookie in client.cookies.items()]


def watch(page: Page, faults: list[str]) -> None:
    """Note whatever the page's console calls an error."""

    def heard(message: ConsoleMessage) -> None:
        # A form that is sent back and a page that is not there are answers, which the browser reports as failures.
        expected = any(f"status of {status} " in message.text for status in (404, 409, 422))
        missing = "/static/" in message.location["url"]
        if message.type in {"error", "warning"} and (missing or not expected):
            faults.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
