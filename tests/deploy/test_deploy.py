"""What stands in deploy/ agrees with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from community.live.routing import SOCKET_PATH

ROOT = Path(__file__).resolve().parents[2]
# Read by the proxy and by the database, not by Peerdesk.
NOT_OURS = {"SITE_ADDRESS", "POSTGRES_PASSWORD"}


def proxy_sends_to_sockets(path):
    (expression,) = re.findall(r"path_regexp (\S+)", (ROOT / "deploy/Caddyfile").read_text())
    return re.search(expression, path) is not None


@pytest.mark.parametrize("path", [SOCKET_PATH, f"/c/acme{SOCKET_PATH}"])
def test_the_proxy_sends_sockets_to_the_sockets_processes(path):
    assert proxy_sends_to_sockets(path)


@pytest.mark.parametrize("path", ["/", "/c/acme/", "/c/acme/questions/1/live/", "/live"])
def test_the_proxy_sends_everything_else_to_the_pages(path):
    assert not proxy_sends_to_sockets(path)


def test_every_variable_of_the_example_is_described():
    named = set(re.findall(r"^([A-Z_]+)=", (ROOT / "deploy/example.env").read_text(), re.MULTILINE))
    described = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/configuration.md").read_text(), re.MULTILINE))
    assert named - described == NOT_OURS


def test_the_image_takes_what_the_dockerfile_copies():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE)
    let_in = set((ROOT / "deploy/Dockerfile.dockerignore").read_text().split())
    assert all(f"!{name}" in let_in and (ROOT / name).exists() for names in copied for name in names.split())
