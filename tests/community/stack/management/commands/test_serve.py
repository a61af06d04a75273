"""`make run`: refusals before anything starts, and an end that leaves nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

from tests.community.stack.conftest import PROJECT, processes_of, wait_until


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def serve(tmp_path, port):
    """Start `manage.py serve` and return it when it says that it is ready."""
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=PROJECT,
            env=os.environ | {"DATA_DIR": str(tmp_path / "data"), "PORT": str(port), "DEMO": "0", "REDIS_DB": "0"},
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        said = []
        while not said or "Ctrl-C" not in said[-1]:
            said.append(process.stdout.readline())
            assert said[-1], "".join(said)
        return process, "".join(said)

    yield start
    for process in started:
        process.kill()
        process.communicate()
    wait_until(lambda: not processes_of(tmp_path / "data"))


def test_a_taken_port_is_one_sentence_before_anything_starts(manage, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        done = manage("serve", PORT=str(taken))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {taken} cannot be used (address already in use); choose another")
    assert not (tmp_path / "data" / "postgresql").exists()


@pytest.mark.prove
def test_it_serves_refuses_a_second_run_shares_its_servers_and_ends_without_a_trace(serve, manage, tmp_path, port):
    process, said = serve()
    assert f"Peerdesk is at http://localhost:{port}/" in said
    assert "/setup/ with the code" in said
    with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
        assert page.status == 200
    second = manage("serve", PORT=str(port + 1))
    assert second.returncode == 1
    assert (
        f"already running in {tmp_path / 'data'}, at http://localhost:{port} (process {process.pid})" in second.stderr
    )
    assert "[X] 0001_initial" in manage("showmigrations", "contenttypes").stdout
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=40) == 0
    assert processes_of(tmp_path / "data") == []
    began = time.monotonic()
    serve()
    assert time.monotonic() - began < 60


@pytest.mark.prove
def test_even_killed_it_leaves_no_process(serve, tmp_path):
    process, _said = serve()
    process.kill()
    wait_until(lambda: not processes_of(tmp_path / "data"), seconds=60)


@pytest.mark.prove
def test_a_web_server_that_dies_is_started_again(serve, tmp_path, port):
    serve()
    web = [line for line in processes_of(tmp_path / "data") if "community.stack.web" in line]
    os.kill(int(web[0].split()[0]), signal.SIGKILL)
    with urlopen(f"http://127.0.0.1:{port}/", timeout=60) as page:
        assert page.status == 200
