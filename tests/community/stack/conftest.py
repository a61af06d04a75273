"""Data directories of their own for the tests of the stack, and a look at what still runs in them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from community.stack.embedded import Embedded

PROJECT = Path(__file__).resolve().parents[3]


def processes_of(data_dir: Path) -> list[str]:
    """Return the command lines of all processes that work for the data directory.

    PostgreSQL's stand in its folder, Redis's in that of the sockets, ours carry the directory in their environment.
    """
    embedded = Embedded(data_dir)
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            inside = (process / "cwd").readlink() in (embedded.places.cluster, embedded.places.sockets)
            named = f"DATA_DIR={data_dir}\0".encode() in (process / "environ").read_bytes()
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue  # it ended while we looked
        if (inside or named) and int(process.name) != os.getpid():
            found.append(f"{process.name} {command}")
    return found


def wait_until(true: Callable[[], bool], *, seconds: float = 30.0) -> None:
    """Return when it is true; fail when it does not become so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def made_cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the files of a cluster that was just made, to copy: making one for every test would take most of the time."""
    servers = Embedded(tmp_path_factory.mktemp("made") / "data", durable=False)
    servers.ensure_running().release()
    return servers.places.cluster


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Embedded]:
    """Servers of a directory that does not exist yet. Nothing runs, and nothing runs afterwards."""
    servers = Embedded(tmp_path / "data", durable=False)
    yield servers
    if servers.places.locks.exists():
        servers.stop()
    assert processes_of(servers.data_dir) == []


@pytest.fixture
def embedded(empty: Embedded, made_cluster: Path) -> Embedded:
    """Servers of a directory with a cluster in it; none runs yet."""
    empty.data_dir.mkdir()
    subprocess.run(["cp", "-a", str(made_cluster), str(empty.places.cluster)], check=True)
    return empty


@pytest.fixture
def python(embedded: Embedded) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a Python program in a process of its own, where `embedded` is made already."""
    started: list[subprocess.Popen[str]] = []

    def start(program: str) -> subprocess.Popen[str]:
        beginning = (
            "from pathlib import Path; from community.stack.embedded import Embedded; "
            f"embedded = Embedded(Path({str(embedded.data_dir)!r}), durable=False)\n"
        )
        command = [sys.executable, "-c", beginning + program]
        process = subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def manage(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `manage.py` to its end on the directory `data` of this test."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT,
            env=os.environ | {"DATA_DIR": str(tmp_path / "data"), "REDIS_DB": "0"} | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
