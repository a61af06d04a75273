"""Settings that follow from others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from community.stack.locks import FileLock

PROJECT = Path(__file__).resolve().parents[2]


def base_url(data_dir: Path, **variables: str) -> str:
    """Return the address that a command names which runs on this data directory."""
    settings = {"DJANGO_SETTINGS_MODULE": "community.settings", "DATA_DIR": str(data_dir), **variables}
    kept = {name: value for name, value in os.environ.items() if name not in {"PORT", "BASE_URL"}}
    command = [sys.executable, "-c", "from django.conf import settings; print(settings.BASE_URL)"]
    done = subprocess.run(command, cwd=PROJECT, env=kept | settings, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def served(tmp_path):
    """A data directory from which somebody serves the pages."""
    (tmp_path / "locks").mkdir()
    lock = FileLock(tmp_path / "locks" / "serve")
    lock.take()
    lock.write('{"pid": 1, "address": "http://localhost:8411"}')
    yield tmp_path
    lock.close()


def test_a_command_names_the_address_at_which_the_pages_are(served):
    assert base_url(served) == "http://localhost:8411"


@pytest.mark.parametrize(
    ("variables", "address"),
    [({"PORT": "8123"}, "http://localhost:8123"), ({"BASE_URL": "https://help.example"}, "https://help.example")],
)
def test_what_is_set_counts_first(served, variables, address):
    assert base_url(served, **variables) == address


def test_where_nobody_serves_it_is_the_usual_port(tmp_path):
    assert base_url(tmp_path) == "http://localhost:8000"


def test_a_service_of_embeddings_without_its_model_stops_the_start():
    variables = {"DJANGO_SETTINGS_MODULE": "community.settings", "EMBEDDINGS_URL": "https://models.example.com/v1"}
    command = [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"]
    done = subprocess.run(command, cwd=PROJECT, env=dict(os.environ) | variables, capture_output=True, text=True)
    assert done.returncode and "set EMBEDDINGS_MODEL and EMBEDDINGS_DIMENSIONS too" in done.stderr
