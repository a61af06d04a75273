"""Children that fall are started again, and none is left."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from community.stack.supervisor import Child, Supervisor

from .conftest import wait_until

STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = os.fork()
if grandchild:
    open(sys.argv[1], "w").write(str(grandchild))
time.sleep(60)
"""


@pytest.fixture
def supervise(tmp_path):
    """Return a function that starts children under supervision, with what was said."""
    supervisors, said = [], []

    def begin(*children):
        supervisors.append(Supervisor(children, cwd=tmp_path, say=said.append))
        supervisors[-1].start()
        return supervisors[-1], said

    yield begin
    for supervisor in supervisors:
        supervisor.stop(seconds=0)


def test_a_child_that_ends_is_started_again_and_said_so(supervise):
    child = Child("clock", [sys.executable, "-c", "raise SystemExit(3)"])
    supervisor, said = supervise(child)
    first = child.process.pid
    wait_until(lambda: supervisor.look() or said)
    assert said[0] == "The clock ended (status 3); it starts again in 1 s."
    wait_until(lambda: supervisor.look() or (child.process and child.process.pid != first))


def test_pauses_grow_while_it_keeps_falling(supervise):
    child = Child("clock", [sys.executable, "-c", "raise SystemExit(3)"])
    supervisor, said = supervise(child)
    for rounds in (1, 2, 3):
        wait_until(lambda rounds=rounds: supervisor.look() or len(said) == rounds)
        child.due_at = 0.0
    assert [line.split()[-2] for line in said] == ["1", "2", "4"]


def test_a_child_that_does_not_listen_is_killed_with_its_own_children(supervise, tmp_path):
    child = Child("mule", [sys.executable, "-c", STUBBORN, "grandchild"])
    supervisor, _said = supervise(child)
    note = tmp_path / "grandchild"
    wait_until(lambda: note.exists() and note.read_text())
    supervisor.stop(seconds=0.2)
    assert child.process.returncode == -9
    wait_until(lambda: _gone(int(note.read_text())))


def _gone(pid):
    try:
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text() and os.getpid() != pid
    except (FileNotFoundError, ProcessLookupError):
        return True
