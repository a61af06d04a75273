"""Static files on both kinds of servers."""

from __future__ import annotations

import warnings

import pytest

from community.web.static_files import StaticFiles

SCRIPT = "/static/web/site.js"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_warnings():
    """Servers would print them in the terminal of whoever runs them."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


async def body_of(response) -> bytes:
    return b"".join([block async for block in response.streaming_content])


@pytest.mark.django_db(transaction=True)
async def test_an_asgi_server_sends_a_file_block_by_block(async_client, client):
    response = await async_client.get(SCRIPT)
    assert response.is_async and response.headers["Content-Type"].startswith("text/javascript")
    sent = await body_of(response)
    assert len(sent) == int(response.headers["Content-Length"]) and sent.startswith(b"/**")


@pytest.mark.django_db(transaction=True)
async def test_an_asgi_server_says_that_a_file_has_not_changed(async_client):
    first = await async_client.get(SCRIPT)
    again = await async_client.get(SCRIPT, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert again.status_code == 304


def test_a_wsgi_server_sends_the_same(client):
    response = client.get(SCRIPT)
    assert b"".join(response.streaming_content).startswith(b"/**")


def test_a_folder_that_is_not_there_is_no_matter(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "none"
    assert StaticFiles(lambda request: None).files
